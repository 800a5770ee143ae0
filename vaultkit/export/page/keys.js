// Keys and tabs: everything that can be reached without a pointer.

/**
 * Let keys act on the page, wherever the focus is, unless something there needs them itself.
 * @param {Record<string, () => void>} actions by key @param {() => boolean} mapShown
 */
export function bindKeys(actions, mapShown) {
  addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.matches('input[type="search"], input[type="range"], select, textarea')) return;
    if (event.key.startsWith("Arrow") && (!mapShown() || (at !== document.body && !at.closest("#map")))) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/**
 * Tabs as one stop for the tab key, arrows between them.
 * @param {string[]} names @param {(name: string) => HTMLElement} tabOf @param {(name: string) => void} show
 */
export function bindTabs(names, tabOf, show) {
  for (const [place, name] of names.entries()) {
    const tab = tabOf(name);
    tab.addEventListener("click", () => show(name));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const next = names[(place + step + names.length) % names.length];
      show(next);
      tabOf(next).focus();
    });
  }
}

// Taking the present view along: as a picture, as an address, as a list of notes.

import { pathOf } from "./data.js";
import { el } from "./dom.js";

/** Offer data as a file. @param {Blob} blob @param {string} name without characters that file systems dislike @param {string} ending */
export function download(blob, name, ending) {
  const link = /** @type {HTMLAnchorElement} */ (el("a", {}));
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replace(/[^\p{L}\p{N} _-]+/gu, "").trim().slice(0, 80) || "graph"}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {string} text @returns {Promise<boolean>} whether it lies on the clipboard now */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // the clipboard is not given to every frame
  }
}

/** The older way, which works where a page may not use the clipboard by itself. */
function copyBySelection(/** @type {string} */ text) {
  const field = /** @type {HTMLTextAreaElement} */ (el("textarea", { class: "sr", "aria-hidden": "true" }));
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

/** @param {any} graph @param {number[]} members @returns {string} a Markdown list; notes as wikilinks */
export function noteList(graph, members) {
  return members.map((i) => `- ${entry(graph, i)}\n`).join("");
}

function entry(graph, i) {
  const kind = graph.kinds[graph.kind[i]];
  const label = graph.label[i];
  if (kind === "note") {
    const path = pathOf(graph.id[i]).replace(/\.md$/i, "");
    return path === label ? `[[${path}]]` : `[[${path}|${label.replace(/[[\]|]/g, " ")}]]`;
  }
  if (kind === "unresolved") return `[[${label}]]`;
  if (graph.url[i]) return `[${label.replace(/[[\]]/g, "\\$&")}](${graph.url[i]})`;
  return label;
}

/**
 * A button that opens a list of actions.
 * @param {HTMLElement} button @param {HTMLElement} list @param {Record<string, () => void>} actions by name
 */
export function menu(button, list, actions) {
  const close = (/** @type {boolean} */ back) => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  const items = Object.entries(actions).map(([name, act]) =>
    el("button", {
      type: "button",
      role: "menuitem",
      text: name,
      onclick: () => {
        close(true);
        act();
      },
    }),
  );
  list.replaceChildren(...items);
  button.addEventListener("click", () => {
    if (!list.hidden) return close(false);
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items[0].focus();
  });
  list.addEventListener("keydown", (event) => {
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length].focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => {
    const inside = /** @type {Node} */ (event.target);
    if (!list.hidden && !list.contains(inside) && !button.contains(inside)) close(false);
  });
  list.addEventListener("focusout", (event) => {
    if (!list.contains(/** @type {Node|null} */ (event.relatedTarget)) && event.relatedTarget !== button) close(false);
  });
}

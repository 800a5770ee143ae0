// Narrowing down to some folders, tags or communities: a list to add from, and a chip for each one added.

import { el, grouped } from "./dom.js";

/**
 * @param {import("./state.js").Store} store @param {"folders"|"tags"|"communities"} set
 * @param {string} label @param {{value: string, name: string, count: number}[]} options
 * @returns {{node: HTMLElement, sync: () => void}}
 */
export function chooser(store, set, label, options) {
  const names = new Map(options.map(({ value, name }) => [value, name]));
  const select = /** @type {HTMLSelectElement} */ (el("select", { id: set, "aria-label": label }));
  const blank = el("option", { value: "" });
  select.append(blank, ...options.map(({ value, name, count }) => el("option", { value, text: `${name} (${grouped(count)})` })));
  select.addEventListener("change", () => {
    if (select.value) store.put(set, select.value, true);
    select.value = "";
  });
  const chips = el("div", { class: "chips" });
  const sync = () => {
    const chosen = [.../** @type {Set<string>} */ (store.view[set])];
    blank.textContent = chosen.length ? "Add another …" : `All ${label.toLowerCase()}`;
    chips.replaceChildren(
      ...chosen.map((value) => {
        const name = names.get(value) ?? value;
        return el("button", { type: "button", class: "chip away", dir: "auto", "aria-label": `No longer only ${name}`, onclick: () => store.put(set, value, false) }, name, el("span", { "aria-hidden": "true", text: "×" }));
      }),
    );
    chips.hidden = chosen.length === 0;
  };
  return { node: el("div", { class: "chooser" }, select, chips), sync };
}

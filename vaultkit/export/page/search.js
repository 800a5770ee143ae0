// Finding a node by its name, alias, tag or paper id, while typing.

import { counted, el, sign } from "./dom.js";
import { folderName } from "./folder.js";
import { KINDS } from "./palette.js";
import { glyph } from "./shapes.js";

const MOST_HITS = 40;

/** @param {string} text @returns {string} for comparing: lower case, without accents */
export function folded(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

/** All names of all nodes, folded once. */
export class Index {
  /** @param {any} graph */
  constructor(graph) {
    this.graph = graph;
    this.names = graph.label.map((/** @type {string} */ label) => folded(label));
    this.more = graph.id.map((/** @type {string} */ id, /** @type {number} */ i) => {
      const tags = graph.tags[i].map((/** @type {number} */ t) => `#${graph.tagNames[t]}`);
      return folded([...(graph.aliases[i] ?? []), id, ...tags].join("\n"));
    });
  }

  /** @param {string} query @returns {(i: number) => number} how well a node answers; 0 not at all */
  scorer(query) {
    const words = folded(query).split(/\s+/).filter(Boolean);
    const whole = words.join(" ");
    return (i) => {
      const name = this.names[i];
      if (name === whole) return 100;
      let score = name.startsWith(whole) ? 60 : 0;
      for (const word of words) {
        const at = name.indexOf(word);
        if (at >= 0) score += at === 0 || !/[\p{L}\p{N}]/u.test(name[at - 1]) ? 20 : 10;
        else if (this.more[i].includes(word)) score += 4;
        else return 0;
      }
      return score;
    };
  }

  /** @param {string} query @param {number} [most] @returns {number[]} the best answers, best first */
  find(query, most = MOST_HITS) {
    if (!query.trim()) return [];
    const score = this.scorer(query);
    const hits = [];
    for (const i of this.graph.rank) {
      const value = score(i);
      if (value > 0) hits.push([value, i]);
    }
    hits.sort((a, b) => b[0] - a[0]);
    return hits.slice(0, most).map((hit) => hit[1]);
  }
}

/** The search box and its list of answers. */
export class SearchBox {
  /**
   * @param {HTMLInputElement} input @param {HTMLElement} list @param {any} graph @param {(query: string) => number[]} find
   * @param {import("./palette.js").Palette} palette
   * @param {{pick: (i: number) => void, query: (text: string) => void, say: (text: string) => void}} on
   */
  constructor(input, list, graph, find, palette, on) {
    this.input = input;
    this.list = list;
    this.graph = graph;
    this.find = find;
    this.palette = palette;
    this.on = on;
    /** @type {number[]} */
    this.hits = [];
    this.active = 0;
    this.timer = 0;
    this.clear = el("button", { type: "button", class: "clear", "aria-label": "Clear the search", title: "Clear (Esc)", hidden: true, onclick: () => this.empty() });
    this.clear.append(sign("m6 6 8 8m0-8-8 8"));
    input.after(this.clear);
    input.addEventListener("input", () => {
      this.clear.hidden = !input.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.answer(), 60);
    });
    input.addEventListener("focus", () => {
      if (input.value.trim()) this.show();
    });
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.key(event));
  }

  /** Show the answers to what has been typed, and let the rest of the page know. */
  answer() {
    this.timer = 0;
    this.show();
    this.on.query(this.input.value);
    if (!this.list.hidden) this.on.say(this.hits.length ? counted(this.hits.length, "answer") : "Nothing found");
  }

  show() {
    this.hits = this.find(this.input.value);
    this.active = 0;
    const nothing = el("li", { class: "none", role: "option", "aria-disabled": "true", text: "Nothing found" });
    this.list.replaceChildren(...(this.hits.length ? this.hits.map((i, k) => this.item(i, k)) : [nothing]));
    this.list.hidden = !this.input.value.trim();
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  /** @param {number} i @param {number} k its place in the list @returns {HTMLElement} */
  item(i, k) {
    const { graph } = this;
    const kind = graph.kinds[graph.kind[i]];
    return el(
      "li",
      { role: "option", id: `result-${k}`, onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => this.choose(k) },
      glyph(KINDS[kind][2], this.palette.kind[kind]),
      el("span", { class: "name", dir: "auto", text: graph.label[i] }),
      el("span", { class: "where" }, kind === "note" ? folderName(graph.folders[graph.folder[i]] ?? "") : KINDS[kind][0]),
    );
  }

  /** Mark the answer that Enter takes. */
  mark() {
    [...this.list.children].forEach((item, k) => item.setAttribute("aria-selected", String(this.hits.length > 0 && k === this.active)));
    const item = this.list.children[this.active];
    if (!item || !this.hits.length) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} k */
  choose(k) {
    if (this.hits[k] === undefined) return;
    this.close();
    this.on.pick(this.hits[k]);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.show();
      this.active = Math.max(0, Math.min(this.hits.length - 1, this.active + step));
      this.mark();
    } else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") {
      event.stopPropagation();
      if (!this.list.hidden) this.close();
      else this.leave();
    }
  }

  /** Take the marked answer; to what was typed a moment ago, the first one. */
  enter() {
    if (this.timer) {
      clearTimeout(this.timer);
      this.answer();
    } else if (this.list.hidden) this.show();
    this.choose(this.active);
  }

  leave() {
    this.fill("");
    this.on.query("");
    this.input.blur();
  }

  /** Take back what was typed, to type something else. */
  empty() {
    this.fill("");
    this.close();
    this.on.query("");
    this.input.focus();
  }

  /** @param {string} query to stand in the box */
  fill(query) {
    this.input.value = query;
    this.clear.hidden = !query;
  }
}

// Finding a node by its name, alias, tag or paper id, while typing.

import { el } from "./dom.js";
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

/**
 * The search box and its list of answers.
 * @param {HTMLInputElement} input @param {HTMLElement} list @param {any} graph @param {(query: string) => number[]} find
 * @param {import("./palette.js").Palette} palette
 * @param {{pick: (i: number) => void, query: (text: string) => void}} on
 */
export function searchBox(input, list, graph, find, palette, on) {
  let hits = [], active = 0, timer = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === active)));
    const item = list.children[active];
    if (!item || !hits.length) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const choose = (/** @type {number} */ k) => {
    if (hits[k] === undefined) return;
    close();
    on.pick(hits[k]);
  };
  const show = () => {
    hits = find(input.value);
    active = 0;
    list.replaceChildren(
      ...hits.map((i, k) => {
        const kind = graph.kinds[graph.kind[i]];
        const where = kind === "note" ? graph.folders[graph.folder[i]] : KINDS[kind][0];
        return el(
          "li",
          { role: "option", id: `result-${k}`, onpointerdown: (event) => event.preventDefault(), onclick: () => choose(k) },
          glyph(KINDS[kind][2], palette.kind[kind]),
          el("span", { class: "name", dir: "auto", text: graph.label[i] }),
          el("span", { class: "where", dir: "auto", text: where || "" }),
        );
      }),
    );
    if (!hits.length) list.replaceChildren(el("li", { class: "none", text: "Nothing found" }));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      show();
      on.query(input.value);
    }, 60);
  });
  input.addEventListener("focus", () => {
    if (input.value.trim()) show();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      active = Math.max(0, Math.min(hits.length - 1, active + (event.key === "ArrowDown" ? 1 : -1)));
      mark();
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      if (list.hidden || timer) {
        const kept = active;
        show();
        active = Math.min(kept, Math.max(0, hits.length - 1));
      }
      choose(active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!list.hidden) close();
      else {
        input.value = "";
        on.query("");
        input.blur();
      }
    }
  });
}

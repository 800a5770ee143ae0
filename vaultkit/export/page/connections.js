// The links of a node, grouped by kind and direction; those that lead to nothing come first.

import { counted, el } from "./dom.js";
import { EDGES, KINDS } from "./palette.js";
import { glyph } from "./shapes.js";

const SHOWN = 10;

/**
 * @param {any} graph @param {import("./palette.js").Palette} palette @param {number} i @param {import("./panel.js").LinkTo} link
 * @returns {HTMLElement[]}
 */
export function connections(graph, palette, i, link) {
  const groups = grouped(graph, i);
  if (!groups.length) return [el("p", { class: "empty", text: "Nothing links here, and it links to nothing." })];
  return groups.map(({ title, edges }) => section(graph, palette, i, link, title, edges));
}

/** @returns {{title: string, edges: number[]}[]} each neighbour once in a group; tags are shown as facts already */
function grouped(graph, i) {
  /** @type {Map<string, {order: number, title: string, edges: Map<number, number>}>} */
  const groups = new Map();
  for (let q = graph.first[i]; q < graph.first[i + 1]; q++) {
    const e = graph.via[q], other = graph.near[q];
    const kind = graph.edgeKinds[graph.edgeKind[e]];
    const out = graph.source[e] === i;
    if (kind === "tagged" && out) continue;
    const broken = out && leadsNowhere(graph, other);
    const title = broken ? "Broken links" : EDGES[kind][out ? 1 : 2];
    const order = broken ? -1 : graph.edgeKind[e] + (out ? 0 : 100);
    if (!groups.has(title)) groups.set(title, { order, title, edges: new Map() });
    const { edges } = /** @type {any} */ (groups.get(title));
    if (!edges.has(other)) edges.set(other, e);
  }
  return [...groups.values()]
    .sort((a, b) => a.order - b.order)
    .map(({ title, edges }) => ({
      title,
      edges: [...edges].sort(([a], [b]) => graph.degree[b] - graph.degree[a] || a - b).map(([, e]) => e),
    }));
}

/** @returns {boolean} whether a node stands for something that does not exist */
function leadsNowhere(graph, i) {
  return graph.kinds[graph.kind[i]] === "unresolved" || graph.flags[i] === "missing";
}

function section(graph, palette, i, link, title, edges) {
  const list = el("ul", {});
  const add = (/** @type {number[]} */ some) => {
    for (const e of some) {
      const other = graph.source[e] === i ? graph.target[e] : graph.source[e];
      const kind = graph.kinds[graph.kind[other]];
      const lines = graph.lines[e];
      const place = lines ? el("span", { class: "place", text: `line ${lines.join(", ")}` }) : null;
      list.append(el("li", { class: leadsNowhere(graph, other) ? "ghost" : null }, glyph(KINDS[kind][2], palette.kind[kind]), link(other), place));
    }
  };
  add(edges.slice(0, SHOWN));
  const part = el("section", { class: "part links" }, el("h3", {}, title, el("span", { class: "count", text: String(edges.length) })), list);
  if (edges.length > SHOWN) {
    const more = el("button", { type: "button", class: "more", text: `Show ${counted(edges.length - SHOWN, "more", "more")}` });
    more.addEventListener("click", () => {
      add(edges.slice(SHOWN));
      /** @type {HTMLElement|null} */ (list.children[SHOWN]?.querySelector("a"))?.focus();
      more.remove();
    });
    part.append(more);
  }
  return part;
}

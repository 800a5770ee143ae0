// All about one node: what it is, its beginning, and its links in both directions.

import { pathOf } from "./data.js";
import { counted, el } from "./dom.js";
import { showExcerpt } from "./excerpt.js";
import { EDGES, KINDS } from "./palette.js";
import { glyph } from "./shapes.js";

const SHOWN = 10;
const TYPES = { topic: "Topic", paper: "Paper note", log: "Log", clipping: "Clipping", post: "Post", index: "Index", scratch: "Scratch", note: "Note" };

/** @param {string} type @returns {string} */
export function typeName(type) {
  return TYPES[type] ?? type;
}

/**
 * @param {HTMLElement} host @param {any} graph @param {import("./palette.js").Palette} palette @param {number} i
 * @param {{select: (i: number) => void, close: () => void, local: (i: number) => void, find: (text: string) => void}} on
 */
export function showPanel(host, graph, palette, i, on) {
  const kind = graph.kinds[graph.kind[i]];
  const link = (/** @type {number} */ other) =>
    el("a", {
      href: `#n=${encodeURIComponent(graph.id[other])}`,
      dir: "auto",
      text: graph.label[other],
      onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        on.select(other);
      },
    });
  const close = el("button", { type: "button", class: "icon close", "aria-label": "Close", title: "Close (Esc)", onclick: on.close });
  close.append(cross());
  const heading = el("h2", { dir: "auto", text: graph.label[i], tabindex: "-1" });
  const flag = graph.flags[i];
  const type = graph.type[i] >= 0 ? graph.types[graph.type[i]] : null;
  const kicker = el("p", { class: "kicker" }, glyph(KINDS[kind][2], palette.kind[kind]), type && type !== "note" ? typeName(type) : KINDS[kind][0]);
  if (flag) kicker.append(el("span", { class: "flag", text: flag === "missing" ? "File is missing" : "Template" }));
  const excerpt = graph.excerpts[i];
  const parts = [
    el("header", {}, kicker, close, heading),
    actions(graph, i, kind, on),
    facts(graph, i, kind, on),
    excerpt && el("div", { class: "excerpt" }, showExcerpt(excerpt, link)),
    ...connections(graph, palette, i, link),
  ];
  host.replaceChildren(...parts.filter(Boolean));
  host.scrollTop = 0;
}

function cross() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "m5.5 5.5 9 9m0-9-9 9");
  svg.append(path);
  return svg;
}

function actions(graph, i, kind, on) {
  const row = el("div", { class: "actions" });
  if (graph.vault && (kind === "note" || (kind === "file" && graph.flags[i] !== "missing"))) {
    const file = encodeURIComponent(pathOf(graph.id[i]));
    row.append(el("a", { class: "button primary", href: `obsidian://open?vault=${encodeURIComponent(graph.vault)}&file=${file}`, text: "Open in Obsidian" }));
  }
  const url = graph.url[i];
  if (url && /^https?:/i.test(url)) {
    row.append(el("a", { class: "button primary", href: url, target: "_blank", rel: "noopener noreferrer", text: kind === "paper" ? "Read the paper" : "Open the page" }));
  }
  if (on.local) row.append(el("button", { type: "button", class: "button", text: "Neighbourhood", title: "Show with its neighbours (L)", onclick: () => on.local(i) }));
  return row;
}

function facts(graph, i, kind, on) {
  const list = el("dl", { class: "facts" });
  const add = (/** @type {string} */ name, /** @type {Node|string} */ value) =>
    list.append(el("dt", { text: name }), el("dd", { dir: "auto" }, value));
  if (kind === "note") {
    const folder = graph.folders[graph.folder[i]];
    if (folder) add("Folder", folder);
    if (graph.aliases[i]) add("Also", graph.aliases[i].join(", "));
  }
  if (kind === "file") add("Path", pathOf(graph.id[i]));
  if (kind === "paper" || kind === "resource") add("Id", pathOf(graph.id[i]));
  if (kind === "unresolved") add("Status", "Linked to, not written yet");
  if (graph.tags[i].length) {
    const chips = el("span", { class: "chips" });
    for (const t of graph.tags[i]) {
      const name = `#${graph.tagNames[t]}`;
      chips.append(el("button", { type: "button", class: "chip", dir: "auto", text: name, onclick: () => on.find(graph.tagNames[t]) }));
    }
    add("Tags", chips);
  }
  return list.childElementCount ? list : null;
}

/** Lists of neighbours: one for each kind of edge and direction; tags are shown as facts already. */
function connections(graph, palette, i, link) {
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (let q = graph.start[i]; q < graph.start[i + 1]; q++) {
    const e = graph.via[q];
    const kind = graph.edgeKinds[graph.edgeKind[e]];
    const out = graph.source[e] === i;
    if (kind === "tagged" && out) continue;
    const key = `${graph.edgeKind[e]}.${out ? 0 : 1}`;
    const group = groups.get(key) ?? [];
    if (!group.length) groups.set(key, group);
    if (!group.includes(graph.near[q])) group.push(graph.near[q]);
  }
  const keys = [...groups.keys()].sort((a, b) => a.split(".")[1].localeCompare(b.split(".")[1]) || Number.parseInt(a, 10) - Number.parseInt(b, 10));
  if (!keys.length) return [el("p", { class: "empty", text: "Nothing links here, and it links to nothing." })];
  return keys.map((key) => {
    const [kind, side] = key.split(".").map(Number);
    const members = groups.get(key).sort((a, b) => graph.degree[b] - graph.degree[a] || a - b);
    const list = el("ul", {});
    const add = (/** @type {number[]} */ some) => {
      for (const other of some) {
        const name = graph.kinds[graph.kind[other]];
        const ghost = name === "unresolved" ? "ghost" : null;
        list.append(el("li", { class: ghost }, glyph(KINDS[name][2], palette.kind[name]), link(other)));
      }
    };
    add(members.slice(0, SHOWN));
    const title = EDGES[graph.edgeKinds[kind]][1 + side];
    const section = el("section", { class: "links" }, el("h3", {}, title, el("span", { class: "count", text: String(members.length) })), list);
    if (members.length > SHOWN) {
      const more = el("button", { type: "button", class: "more", text: `Show ${counted(members.length - SHOWN, "more", "more")}` });
      more.addEventListener("click", () => {
        add(members.slice(SHOWN));
        more.remove();
      });
      section.append(more);
    }
    return section;
  });
}

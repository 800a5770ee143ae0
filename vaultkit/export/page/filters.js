// The legend, which is the filter: what is switched off here is gone from map, list and local view.

import { counted, el, grouped } from "./dom.js";
import { COLOURINGS, EDGES, KINDS } from "./palette.js";
import { typeName } from "./panel.js";
import { glyph } from "./shapes.js";

/**
 * Draw the side bar.
 * @param {HTMLElement} host @param {any} graph @param {import("./state.js").Store} store
 * @param {import("./palette.js").Palette} palette
 * @param {{shownNodes: number, shownEdges: number}} parts
 * @param {{name: string, colour: string}[]} legend
 */
export function showFilters(host, graph, store, palette, parts, legend) {
  const focused = document.activeElement?.id;
  const { view } = store;
  const kinds = tally(graph.kinds, graph.kind);
  const types = tally(graph.types, graph.type);
  const edges = tally(graph.edgeKinds, graph.edgeKind);
  const all = parts.shownNodes === graph.n && parts.shownEdges === graph.m;
  const counts = all
    ? `${counted(graph.n, "node")} · ${counted(graph.m, "link")}`
    : `${grouped(parts.shownNodes)} of ${counted(graph.n, "node")} · ${grouped(parts.shownEdges)} of ${counted(graph.m, "link")}`;
  const rows = kinds.map(([kind, count]) =>
    toggle(store, "hiddenKinds", kind, KINDS[kind][1], count, glyph(KINDS[kind][2], view.colour === "kind" ? palette.kind[kind] : palette.muted)),
  );
  const typeRows = types.length > 1 ? types.map(([type, count]) => toggle(store, "hiddenTypes", type, typeName(type), count, null)) : [];
  const edgeRows = edges.map(([kind, count]) => toggle(store, "hiddenEdges", kind, EDGES[kind][0], count, line(kind, palette)));
  host.replaceChildren(
    el("p", { class: "counts", id: "counts", text: counts }),
    group("Show", rows),
    colourGroup(store, legend),
    group("Links", edgeRows),
    typeRows.length ? group("Note types", typeRows) : "",
    moreGroup(store),
    all ? "" : el("button", { type: "button", class: "button wide", id: "reset", text: "Show everything", onclick: () => reset(store) }),
  );
  if (focused) document.getElementById(focused)?.focus();
}

function reset(store) {
  store.set({ hiddenKinds: new Set(), hiddenTypes: new Set(), hiddenEdges: new Set(), least: 0, lonely: true });
}

/** @returns {[string, number][]} names that occur, with their counts */
function tally(names, column) {
  const counts = new Array(names.length).fill(0);
  for (const value of column) if (value >= 0) counts[value]++;
  return names.map((name, k) => [name, counts[k]]).filter((entry) => entry[1] > 0);
}

function group(title, rows) {
  return el("fieldset", {}, el("legend", { text: title }), ...rows);
}

function toggle(store, set, member, name, count, sign) {
  const box = el("input", {
    type: "checkbox",
    id: `${set}-${member}`,
    onchange: (/** @type {any} */ event) => store.hide(set, member, !event.target.checked),
  });
  /** @type {any} */ (box).checked = !store.view[set].has(member);
  return el("label", { class: "row" }, box, sign ?? "", el("span", { class: "name", text: name }), el("span", { class: "count", text: grouped(count) }));
}

function line(kind, palette) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 22 10");
  svg.setAttribute("class", "line");
  svg.setAttribute("aria-hidden", "true");
  const stroke = document.createElementNS(space, "path");
  stroke.setAttribute("d", "M1 5h20");
  stroke.setAttribute("stroke", palette.edge(kind));
  stroke.setAttribute("stroke-width", "2");
  const dash = { cites: "5 3", references: "5 3", tagged: "1.5 3", subtag_of: "1.5 3", related: "8 3 2 3", same_as: "8 3 2 3" }[kind];
  if (dash) stroke.setAttribute("stroke-dasharray", dash);
  svg.append(stroke);
  return svg;
}

function colourGroup(store, legend) {
  const select = el("select", {
    id: "colour",
    "aria-label": "Colour by",
    onchange: (/** @type {any} */ event) => store.set({ colour: event.target.value }),
  });
  for (const [value, name] of Object.entries(COLOURINGS)) select.append(el("option", { value, text: name }));
  /** @type {any} */ (select).value = store.view.colour;
  const rows = legend.map(({ name, colour }) => el("div", { class: "row plain" }, glyph("circle", colour), el("span", { class: "name", dir: "auto", text: name })));
  return group("Colour by", [select, ...rows]);
}

function moreGroup(store) {
  const lonely = el("input", { type: "checkbox", id: "lonely", onchange: (/** @type {any} */ event) => store.set({ lonely: event.target.checked }) });
  /** @type {any} */ (lonely).checked = store.view.lonely;
  const value = el("output", { class: "count", text: String(store.view.least) });
  const least = el("input", {
    type: "range",
    id: "least",
    min: "0",
    max: "20",
    value: String(store.view.least),
    oninput: (/** @type {any} */ event) => store.set({ least: Number(event.target.value) }),
  });
  return group("More", [
    el("label", { class: "row" }, lonely, el("span", { class: "name", text: "Unlinked nodes" })),
    el("label", { class: "slide" }, el("span", { class: "name", text: "At least this many links" }), value, least),
  ]);
}

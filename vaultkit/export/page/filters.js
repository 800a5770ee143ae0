// The legend, which is the filter: what is switched off here is gone from map, list and local view.

import { chooser } from "./chooser.js";
import { counted, el, grouped, svg } from "./dom.js";
import { folderName } from "./folder.js";
import { COLOURINGS, EDGES, KINDS, dashes } from "./palette.js";
import { typeName } from "./panel.js";
import { glyph } from "./shapes.js";
import { SIZINGS } from "./sizes.js";
import { UNFILTERED } from "./state.js";
import { TimeFilter } from "./time.js";

/** The side bar: built once, then kept in step with the state, so that a slider is never taken from a hand. */
export class SideBar {
  /** @param {HTMLElement} host @param {any} graph @param {import("./state.js").Store} store */
  constructor(host, graph, store) {
    this.graph = graph;
    this.store = store;
    /** @type {(() => void)[]} */
    this.syncs = [];
    this.counts = el("p", { class: "counts", id: "counts" });
    this.legend = el("div", {});
    /** @type {() => boolean} whether the dates run by themselves */
    this.playing = () => false;
    this.signs = new Map();
    this.reset = el("button", { type: "button", class: "button wide", id: "reset", text: "Show everything", onclick: () => this.showAll() });
    const types = tally(graph.types, graph.type);
    host.replaceChildren(
      this.counts,
      this.reset,
      group("Show", tally(graph.kinds, graph.kind).map(([kind, count]) => this.kindRow(kind, count))),
      group("Colour by", [this.select("colour", "Colour by", COLOURINGS), this.legend]),
      group("Size by", [this.select("size", "Size by", SIZINGS)]),
      group("Links", tally(graph.edgeKinds, graph.edgeKind).map(([kind, count]) => this.toggle("hiddenEdges", kind, EDGES[kind][0], count, this.sign(kind, () => line(kind, this.palette))))),
      types.length > 1 ? group("Note types", types.map(([type, count]) => this.toggle("hiddenTypes", type, typeName(type), count))) : "",
      this.narrowing(),
      this.time(),
      this.more(),
    );
  }

  /** Take back every filter; the button for it goes away, and the focus to what comes next. */
  showAll() {
    this.store.set({ ...UNFILTERED });
    this.counts.parentElement?.querySelector("input")?.focus();
  }

  kindRow(kind, count) {
    return this.toggle("hiddenKinds", kind, KINDS[kind][1], count, this.sign(kind, () => glyph(KINDS[kind][2], this.store.view.colour === "kind" ? this.palette.kind[kind] : this.palette.muted)));
  }

  /** A place for a picture that is drawn anew when colours change. */
  sign(name, draw) {
    const place = el("span", { class: "sign" });
    this.signs.set(place, draw);
    return place;
  }

  toggle(set, member, name, count, sign = null) {
    const box = this.box(`${set}-${member}`, () => !this.store.view[set].has(member), (on) => this.store.put(set, member, !on));
    return el("label", { class: "row" }, box, sign, el("span", { class: "name", text: name }), el("span", { class: "count", text: grouped(count) }));
  }

  /** @param {string} id @param {() => boolean} value @param {(on: boolean) => void} set */
  box(id, value, set) {
    const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id, onchange: () => set(box.checked) }));
    this.syncs.push(() => (box.checked = value()));
    return box;
  }

  select(name, label, options) {
    const select = /** @type {HTMLSelectElement} */ (el("select", { id: name, "aria-label": label, onchange: () => this.store.set({ [name]: select.value }) }));
    for (const [value, text] of Object.entries(options)) select.append(el("option", { value, text }));
    this.syncs.push(() => (select.value = this.store.view[name]));
    return select;
  }

  narrowing() {
    const { graph, store } = this;
    const choices = [
      { set: "folders", label: "Folders", options: folderOptions(graph) },
      { set: "tags", label: "Tags", options: tagOptions(graph) },
      { set: "communities", label: "Communities", options: graph.themes.map((theme, k) => ({ value: String(k), name: theme.name, count: theme.size })) },
    ].filter(({ options }) => options.length > 1);
    if (!choices.length) return "";
    const made = choices.map(({ set, label, options }) => chooser(store, /** @type {any} */ (set), label, options));
    this.syncs.push(...made.map(({ sync }) => sync));
    return group("Only", made.map(({ node }) => node));
  }

  time() {
    const time = new TimeFilter(this.graph, this.store);
    this.playing = () => time.timer !== 0;
    if (!time.calendar) return "";
    this.syncs.push(() => time.sync());
    return group("Dates", [time.node]);
  }

  more() {
    const { graph, store } = this;
    const rows = [el("label", { class: "row" }, this.box("lonely", () => store.view.lonely, (lonely) => store.set({ lonely })), el("span", { class: "name", text: "Unlinked nodes" }))];
    const templates = Object.values(graph.flags).filter((flag) => flag === "template").length;
    if (templates) {
      const box = this.box("templates", () => store.view.templates, (on) => store.set({ templates: on }));
      rows.push(el("label", { class: "row" }, box, el("span", { class: "name", text: "Templates" }), el("span", { class: "count", text: grouped(templates) })));
    }
    const value = el("output", { class: "count", for: "least", "aria-live": "off" });
    const least = /** @type {HTMLInputElement} */ (el("input", { type: "range", id: "least", min: 0, max: 20, oninput: () => store.set({ least: Number(least.value) }) }));
    this.syncs.push(() => {
      least.value = String(store.view.least);
      value.textContent = String(store.view.least);
    });
    rows.push(el("label", { class: "slide", for: "least" }, el("span", { class: "name", text: "At least this many links" }), value, least));
    return group("More", rows);
  }

  /** Bring everything in step with the state. */
  update(parts, palette, legend) {
    const { graph, store } = this;
    this.palette = palette;
    const all = store.unfiltered();
    const nodes = all ? counted(parts.shownNodes, "node") : `${grouped(parts.shownNodes)} of ${counted(graph.n, "node")}`;
    const links = all ? counted(parts.shownEdges, "link") : `${grouped(parts.shownEdges)} of ${counted(graph.m, "link")}`;
    this.counts.textContent = `${nodes} · ${links}${graph.hidden ? ` · ${counted(graph.hidden, "note")} hidden by graphhide` : ""}`;
    this.reset.hidden = all;
    for (const sync of this.syncs) sync();
    for (const [place, draw] of this.signs) place.replaceChildren(draw());
    this.legend.replaceChildren(
      ...legend.map(({ name, colour }) => el("div", { class: "row plain" }, glyph("circle", colour), el("span", { class: "name", dir: "auto" }, store.view.colour === "folder" ? folderName(name) : name))),
    );
  }
}

/** @returns {[string, number][]} names that occur, with their counts */
function tally(names, column) {
  const counts = new Array(names.length).fill(0);
  for (const value of column) if (value >= 0) counts[value]++;
  return names.map((name, k) => [name, counts[k]]).filter((entry) => entry[1] > 0);
}

function group(title, rows) {
  return rows.length ? el("fieldset", {}, el("legend", { text: title }), ...rows) : "";
}

function line(kind, palette) {
  const stroke = svg("path", { d: "M1 5h20", stroke: palette.edge(kind), "stroke-width": 2, "stroke-dasharray": dashes(kind).join(" ") || "none" });
  return svg("svg", { viewBox: "0 0 22 10", class: "line", "aria-hidden": "true" }, stroke);
}

/** @param {Map<string, {name: string, count: number}>} found @returns {{value: string, name: string, count: number}[]} by name */
function options(found) {
  return [...found].map(([value, entry]) => ({ value, ...entry })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Folders with the notes in them and below; "/" is the top folder alone. */
function folderOptions(graph) {
  const found = new Map();
  const count = (/** @type {string} */ value, /** @type {string} */ name, /** @type {number} */ notes) => found.set(value, { name, count: (found.get(value)?.count ?? 0) + notes });
  for (const [folder, notes] of tally(graph.folders, graph.folder)) {
    if (!folder) count("/", "(top folder)", notes);
    for (let end = folder.length; end > 0; end = folder.lastIndexOf("/", end - 1)) count(folder.slice(0, end), folder.slice(0, end), notes);
  }
  return options(found);
}

/** Tags with the notes that have them or one below; letter case does not count. */
function tagOptions(graph) {
  const found = new Map();
  for (const tags of graph.tags) {
    const seen = new Set();
    for (const t of tags) {
      const name = graph.tagNames[t];
      for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
        const value = name.slice(0, end).toLowerCase();
        if (!seen.has(value)) found.set(value, { name: found.get(value)?.name ?? `#${name.slice(0, end)}`, count: (found.get(value)?.count ?? 0) + 1 });
        seen.add(value);
      }
    }
  }
  return options(found);
}

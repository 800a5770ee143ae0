// What is being looked at, kept in one place and in the address, so that a view can be linked to.

import { dayOf, isoOf } from "./data.js";

/**
 * @typedef {object} View
 * @property {"map"|"local"|"list"} view
 * @property {number} node selected node, or -1
 * @property {string} query
 * @property {Set<string>} hiddenKinds
 * @property {Set<string>} hiddenTypes
 * @property {Set<string>} hiddenEdges
 * @property {Set<string>} folders notes must lie in one of them, unless it is empty
 * @property {Set<string>} tags notes must have one of them, unless it is empty
 * @property {Set<string>} communities nodes must belong to one of these numbers, unless it is empty
 * @property {number} since first day shown, or NaN
 * @property {number} until last day shown, or NaN
 * @property {boolean} undated whether notes without a date pass a range of dates
 * @property {number} least links a node must have
 * @property {boolean} lonely whether unlinked nodes are shown
 * @property {boolean} templates whether templates are shown
 * @property {string} colour
 * @property {string} size
 * @property {number} depth of the local view
 * @property {boolean} pathing whether a click chooses an end of a path
 * @property {number} from one end of the path, or -1
 * @property {number} to the other end, or -1
 * @property {string} sort column of the list, with "-" before it for descending
 * @property {string} camera "x,y,zoom", empty for everything
 * @property {string} theme "light", "dark" or empty for the system's
 */

/** What a view can be narrowed down by; resetting them shows everything. */
export const UNFILTERED = Object.freeze({
  hiddenKinds: new Set(),
  hiddenTypes: new Set(),
  hiddenEdges: new Set(),
  folders: new Set(),
  tags: new Set(),
  communities: new Set(),
  since: Number.NaN,
  until: Number.NaN,
  undated: true,
  least: 0,
  lonely: true,
  templates: false,
});

/** What makes a new place of the browser's history, so that its back button undoes it; the rest only renames one. */
const STEPS = ["view", "node", "pathing", "to"];

/** Letters of the address for each kind of value. */
const PLAIN = { view: "v", colour: "c", size: "z", sort: "s", camera: "m", theme: "t", query: "q" };
const SETS = { hiddenKinds: "hk", hiddenTypes: "ht", hiddenEdges: "he", folders: "f", tags: "tag", communities: "com" };
const FLAGS = { lonely: "o", undated: "u", templates: "tp", pathing: "p" };
const NODES = { node: "n", from: "pf", to: "pt" };
const DAYS = { since: "since", until: "until" };
const COUNTS = { least: ["min", 0, 1000], depth: ["d", 1, 3] };
const KNOWN = {
  view: ["map", "local", "list"],
  colour: ["kind", "type", "folder", "community"],
  size: ["degree", "pagerank", "citations"],
  theme: ["light", "dark"],
};

/** Values that change together with those who want to know. */
export class Store {
  /** @param {Map<string, number>} byId @param {string[]} ids @param {Partial<View>} start what an empty address means */
  constructor(byId, ids, start) {
    this.byId = byId;
    this.ids = ids;
    this.start = start;
    /** @type {string[]} nodes that the address asks for and the graph does not have */
    this.lost = [];
    /** @type {View} */
    this.view = this.parse(location.hash);
    /** @type {((view: View, changed: Set<string>, asked: boolean) => void)[]} */
    this.listeners = [];
    this.timer = 0;
    this.step = false; // whether what is not written yet is a new place
    this.written = location.hash;
    addEventListener("hashchange", () => {
      if (location.hash === this.written) return;
      this.written = location.hash;
      this.step = false;
      this.set(this.parse(location.hash), true);
    });
  }

  /** @returns {View} */
  initial() {
    return {
      ...UNFILTERED,
      view: "map",
      node: -1,
      query: "",
      colour: "kind",
      size: "degree",
      depth: 1,
      pathing: false,
      from: -1,
      to: -1,
      sort: "-links",
      camera: "",
      theme: "",
      ...this.start,
    };
  }

  /** @param {(view: View, changed: Set<string>, asked: boolean) => void} listener told whether the address asked for the change */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {Partial<View>} values @param {boolean} [asked] whether a new address asks for them */
  set(values, asked = false) {
    const changed = new Set();
    for (const [name, value] of Object.entries(values)) {
      if (same(value, this.view[name])) continue;
      this.view[name] = value;
      changed.add(name);
    }
    if (changed.size === 0) return;
    for (const listener of this.listeners) listener(this.view, changed, asked);
    if (!asked && STEPS.some((name) => changed.has(name))) this.step = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 250);
  }

  /** @param {keyof View} set @param {string} member @param {boolean} inside */
  put(set, member, inside) {
    const next = new Set(/** @type {Set<string>} */ (this.view[set]));
    if (inside) next.add(member);
    else next.delete(member);
    this.set({ [set]: next });
  }

  /** @returns {boolean} whether no filter is set */
  unfiltered() {
    return Object.entries(UNFILTERED).every(([name, value]) => same(value, this.view[name]));
  }

  /** @param {string} hash @returns {View} what an address says; unknown parts are passed over */
  parse(hash) {
    const view = this.initial();
    const params = new URLSearchParams(hash.replace(/^#/, ""));
    const given = (/** @type {string} */ letter) => params.get(letter) ?? "";
    for (const [name, letter] of Object.entries(PLAIN)) {
      if (params.has(letter) && (!KNOWN[name] || KNOWN[name].includes(given(letter)))) view[name] = given(letter);
    }
    for (const [name, letter] of Object.entries(SETS)) if (params.has(letter)) view[name] = split(given(letter));
    for (const [name, letter] of Object.entries(FLAGS)) if (params.has(letter)) view[name] = given(letter) === "1";
    for (const [name, letter] of Object.entries(NODES)) if (params.has(letter)) view[name] = this.byId.get(given(letter)) ?? -1;
    this.lost = Object.values(NODES).map(given).filter((id) => id && !this.byId.has(id));
    for (const [name, letter] of Object.entries(DAYS)) if (params.has(letter)) view[name] = dayOf(given(letter));
    for (const [name, [letter, low, high]] of Object.entries(COUNTS)) {
      const count = Number.parseInt(given(String(letter)), 10);
      if (count >= 0) view[name] = Math.min(Number(high), Math.max(Number(low), count));
    }
    return view;
  }

  /** @returns {string} the address of the present view */
  hash() {
    const params = new URLSearchParams();
    const base = this.initial();
    const view = this.view;
    const add = (/** @type {Record<string, any>} */ letters, /** @type {(value: any) => string} */ text) => {
      for (const [name, letter] of Object.entries(letters)) {
        if (!same(view[name], base[name])) params.set(Array.isArray(letter) ? letter[0] : letter, text(view[name]));
      }
    };
    add(NODES, (i) => this.ids[i] ?? "");
    add(PLAIN, String);
    add(SETS, joined);
    add(FLAGS, (on) => (on ? "1" : "0"));
    add(DAYS, (day) => (Number.isNaN(day) ? "" : isoOf(day)));
    add(COUNTS, String);
    const text = params.toString();
    return text ? `#${text}` : "";
  }

  write() {
    const hash = this.hash();
    if (hash === location.hash || location.protocol === "about:") return; // a frame without an address of its own
    this.written = hash;
    const address = hash || location.pathname + location.search;
    if (this.step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.step = false;
  }
}

/** @param {any} a @param {any} b */
function same(a, b) {
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((member) => b.has(member));
  return Object.is(a, b);
}

/** @param {Set<string>} names @returns {string} joined by dots; dots within names are escaped */
function joined(names) {
  return [...names].sort().map((name) => name.replaceAll("~", "~0").replaceAll(".", "~1")).join(".");
}

/** @param {string} text @returns {Set<string>} */
function split(text) {
  return new Set(text.split(".").filter(Boolean).map((name) => name.replaceAll("~1", ".").replaceAll("~0", "~")));
}

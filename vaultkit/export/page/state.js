// What is being looked at, kept in one place and in the address, so that a view can be linked to.

/**
 * @typedef {object} View
 * @property {"map"|"local"|"list"} view
 * @property {number} node selected node, or -1
 * @property {string} query
 * @property {Set<string>} hiddenKinds
 * @property {Set<string>} hiddenTypes
 * @property {Set<string>} hiddenEdges
 * @property {number} least links a node must have
 * @property {boolean} lonely whether unlinked nodes are shown
 * @property {string} colour
 * @property {number} depth of the local view
 * @property {string} sort column of the list, with "-" before it for descending
 * @property {string} camera "x,y,zoom", empty for everything
 * @property {string} theme "light", "dark" or empty for the system's
 */

/** @returns {View} */
function initial() {
  return {
    view: "map",
    node: -1,
    query: "",
    hiddenKinds: new Set(),
    hiddenTypes: new Set(),
    hiddenEdges: new Set(),
    least: 0,
    lonely: true,
    colour: "kind",
    depth: 1,
    sort: "-links",
    camera: "",
    theme: "",
  };
}

/** Letters of the address for plain values. */
const PLAIN = { view: "v", colour: "c", sort: "s", camera: "m", theme: "t", query: "q" };
const SETS = { hiddenKinds: "hk", hiddenTypes: "ht", hiddenEdges: "he" };

/** Values that change together with those who want to know. */
export class Store {
  /** @param {Map<string, number>} byId @param {string[]} ids */
  constructor(byId, ids) {
    this.byId = byId;
    this.ids = ids;
    /** @type {View} */
    this.view = this.parse(location.hash);
    /** @type {((view: View, changed: Set<string>) => void)[]} */
    this.listeners = [];
    this.timer = 0;
    this.written = location.hash;
    addEventListener("hashchange", () => {
      if (location.hash !== this.written) this.set(this.parse(location.hash));
    });
  }

  /** @param {(view: View, changed: Set<string>) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {Partial<View>} values */
  set(values) {
    const changed = new Set();
    for (const [name, value] of Object.entries(values)) {
      if (this.view[name] === value) continue;
      if (value instanceof Set && sameSet(value, this.view[name])) continue;
      this.view[name] = value;
      changed.add(name);
    }
    if (changed.size === 0) return;
    for (const listener of this.listeners) listener(this.view, changed);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 250);
  }

  /** @param {keyof View} set @param {string} member @param {boolean} hidden */
  hide(set, member, hidden) {
    const next = new Set(/** @type {Set<string>} */ (this.view[set]));
    if (hidden) next.add(member);
    else next.delete(member);
    this.set({ [set]: next });
  }

  /** @param {string} hash @returns {View} what an address says; unknown parts are passed over */
  parse(hash) {
    const view = initial();
    const params = new URLSearchParams(hash.replace(/^#/, ""));
    for (const [name, letter] of Object.entries(PLAIN)) if (params.has(letter)) view[name] = params.get(letter);
    for (const [name, letter] of Object.entries(SETS)) {
      if (params.has(letter)) view[name] = new Set((params.get(letter) ?? "").split(".").filter(Boolean));
    }
    if (!["map", "local", "list"].includes(view.view)) view.view = "map";
    view.node = this.byId.get(params.get("n") ?? "") ?? -1;
    view.least = Math.max(0, Number.parseInt(params.get("min") ?? "0", 10) || 0);
    view.depth = Math.min(3, Math.max(1, Number.parseInt(params.get("d") ?? "1", 10) || 1));
    view.lonely = params.get("o") !== "0";
    return view;
  }

  /** @returns {string} the address of the present view */
  hash() {
    const params = new URLSearchParams();
    const base = initial();
    const view = this.view;
    if (view.node >= 0) params.set("n", this.ids[view.node]);
    for (const [name, letter] of Object.entries(PLAIN)) if (view[name] !== base[name]) params.set(letter, view[name]);
    for (const [name, letter] of Object.entries(SETS)) {
      if (view[name].size) params.set(letter, [...view[name]].sort().join("."));
    }
    if (view.least) params.set("min", String(view.least));
    if (view.depth !== 1) params.set("d", String(view.depth));
    if (!view.lonely) params.set("o", "0");
    const text = params.toString();
    return text ? `#${text}` : "";
  }

  write() {
    const hash = this.hash();
    if (hash === location.hash) return;
    this.written = hash;
    history.replaceState(null, "", hash || location.pathname + location.search);
  }
}

/** @param {Set<string>} a @param {Set<string>} b */
function sameSet(a, b) {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

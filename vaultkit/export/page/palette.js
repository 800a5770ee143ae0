// What kinds look like: colour, shape and words. Colours differ in lightness too, shapes do without colour.

export const FONT = '"Inter", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif';

/** Names, plural names and shapes of node kinds. */
export const KINDS = {
  note: ["Note", "Notes", "circle"],
  paper: ["Paper", "Papers", "diamond"],
  resource: ["Resource", "Resources", "square"],
  tag: ["Tag", "Tags", "triangle"],
  file: ["File", "Files", "page"],
  day: ["Day", "Days", "hexagon"],
  unresolved: ["Unwritten note", "Unwritten notes", "ring"],
};

/** Names of edge kinds: in the legend, seen from the source, seen from the target. */
export const EDGES = {
  links_to: ["Links", "Links to", "Linked from"],
  embeds: ["Embeds", "Embeds", "Embedded in"],
  links_file: ["File links", "Links files", "Linked from"],
  cites: ["Citations", "Cites", "Cited in"],
  references: ["References", "Refers to", "Referred to in"],
  tagged: ["Tags", "Tagged", "Notes with this tag"],
  subtag_of: ["Subtags", "Part of tag", "Subtags"],
  broader: ["Part of", "Part of", "Includes"],
  related: ["Related", "Related to", "Related to"],
  next: ["Sequence", "Next", "Previous"],
  has_day: ["Days", "Days", "Logged in"],
  read_on: ["Reading log", "Read", "Read on"],
  represents: ["Represents", "Represents", "Represented by"],
  same_as: ["Same as", "Same as", "Same as"],
};

const CATEGORIES = 12;

/** Colours of the current theme, read from the style sheet. */
export class Palette {
  constructor() {
    this.read();
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    const get = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    /** @type {Record<string, string>} */
    this.kind = {};
    for (const kind of Object.keys(KINDS)) this.kind[kind] = get(`--kind-${kind}`);
    /** @type {string[]} */
    this.category = Array.from({ length: CATEGORIES }, (_, i) => get(`--category-${i}`));
    this.other = get("--other");
    this.ground = get("--ground");
    this.ink = get("--ink");
    this.muted = get("--muted");
    this.halo = get("--ground");
    this.link = get("--link");
    this.accent = get("--accent");
    this.veil = get("--veil");
    this.edgeStrength = Number(get("--edge-strength"));
  }

  /** @param {string} kind of edge @returns {string} its colour */
  edge(kind) {
    if (kind === "cites" || kind === "read_on") return this.kind.paper;
    if (kind === "references") return this.kind.resource;
    if (kind === "tagged" || kind === "subtag_of") return this.kind.tag;
    if (kind === "broader" || kind === "next") return this.kind.note;
    if (kind === "has_day") return this.kind.day;
    return this.link;
  }
}

/** @param {string} kind of edge @returns {number[]} dashes when drawn large */
export function dashes(kind) {
  if (kind === "cites" || kind === "references") return [5, 3];
  if (kind === "tagged" || kind === "subtag_of") return [1.5, 3];
  if (kind === "related" || kind === "same_as") return [8, 3, 2, 3];
  return [];
}

/** What nodes can be coloured by. */
export const COLOURINGS = { kind: "Kind", type: "Note type", folder: "Folder", community: "Community" };

/**
 * The colours of all nodes for a way of colouring.
 * @param {any} graph @param {Palette} palette @param {string} by
 * @returns {{colours: string[], of: Uint8Array, legend: {name: string, colour: string}[]}}
 */
export function colouring(graph, palette, by) {
  const of = new Uint8Array(graph.n);
  const kindColours = graph.kinds.map((/** @type {string} */ kind) => palette.kind[kind]);
  if (by === "kind") {
    of.set(graph.kind);
    return { colours: kindColours, of, legend: [] };
  }
  const column = by === "type" ? graph.type : by === "folder" ? graph.folder : graph.theme;
  const names = by === "type" ? graph.types : by === "folder" ? graph.folders : graph.themes.map((/** @type {{name: string}} */ t) => t.name);
  const count = new Map();
  for (const value of column) if (value >= 0) count.set(value, (count.get(value) ?? 0) + 1);
  const top = [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CATEGORIES);
  const place = new Map(top.map(([value], i) => [value, i]));
  for (let i = 0; i < graph.n; i++) of[i] = place.get(column[i]) ?? CATEGORIES;
  const legend = top.map(([value], i) => ({ name: names[value] || "(top folder)", colour: palette.category[i] }));
  if (of.includes(CATEGORIES)) legend.push({ name: "Everything else", colour: palette.other });
  return { colours: [...palette.category, palette.other], of, legend };
}

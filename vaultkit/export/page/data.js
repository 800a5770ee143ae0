// The graph as typed columns with its adjacency.

/**
 * @typedef {object} Graph
 * @property {number} n number of nodes
 * @property {number} m number of edges
 * @property {string} title
 * @property {string|null} vault
 * @property {string[]} id
 * @property {string[]} label
 * @property {Uint8Array} kind index into kinds
 * @property {Int16Array} type index into types, or -1
 * @property {Int32Array} folder
 * @property {Int16Array} theme
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Float32Array} size
 * @property {Uint32Array} source
 * @property {Uint32Array} target
 * @property {Uint8Array} edgeKind
 * @property {Uint32Array} first of each node's part of `near` and `via`
 * @property {Uint32Array} near neighbours
 * @property {Uint32Array} via the edge to each neighbour
 * @property {Uint32Array} degree
 * @property {Uint32Array} rank node numbers, most linked first
 * @property {Map<string, number>} byId by ids as an address holds them
 * @property {(i: number) => any[]|undefined} excerpts
 * @property {Int32Array} day of a note or a day, in days from 1970, or NO_DAY
 * @property {Float32Array} pagerank 1 on average
 * @property {Uint32Array} cited how often a node is cited or referred to
 */

export const NO_DAY = -(2 ** 31);

/**
 * The excerpts, read when the first one is asked for; they are the last and largest part of the page.
 * @param {() => string|null|undefined} text nothing while the page is still being read
 * @returns {(i: number) => any[]|undefined} the excerpt of a node
 */
function lazily(text) {
  /** @type {Record<number, any[]>|null} */
  let trees = null;
  return (i) => {
    const found = trees ?? text();
    if (typeof found === "string") trees = JSON.parse(found);
    return trees?.[i];
  };
}

/** @param {any} raw the page's data @returns {Graph & Record<string, any>} */
export function readGraph(raw) {
  const { nodes, places, weights, details } = raw;
  const n = nodes.id.length;
  const source = Uint32Array.from(raw.edges.source);
  const target = Uint32Array.from(raw.edges.target);
  const m = source.length;
  const start = new Uint32Array(n + 1);
  for (let e = 0; e < m; e++) {
    start[source[e] + 1]++;
    start[target[e] + 1]++;
  }
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const near = new Uint32Array(2 * m);
  const via = new Uint32Array(2 * m);
  const next = start.slice();
  for (let e = 0; e < m; e++) {
    near[next[source[e]]] = target[e];
    via[next[source[e]]++] = e;
    near[next[target[e]]] = source[e];
    via[next[target[e]]++] = e;
  }
  const degree = new Uint32Array(n);
  for (let i = 0; i < n; i++) degree[i] = start[i + 1] - start[i];
  const rank = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => degree[b] - degree[a] || a - b);
  const day = new Int32Array(n).fill(NO_DAY);
  for (const [i, value] of Object.entries(details.day)) day[Number(i)] = value;
  return {
    n,
    m,
    title: raw.title,
    vault: raw.vault,
    hidden: raw.hidden,
    start: raw.start,
    rules: raw.rules,
    kinds: raw.nodeKinds,
    edgeKinds: raw.edgeKinds,
    types: raw.types,
    folders: raw.folders,
    tagNames: raw.tags,
    id: nodes.id,
    label: nodes.label,
    kind: Uint8Array.from(nodes.kind),
    type: Int16Array.from(nodes.type),
    folder: Int32Array.from(nodes.folder),
    theme: Int16Array.from(places.theme),
    tags: nodes.tags,
    ...details,
    day,
    pagerank: Float32Array.from(weights.rank),
    cited: Uint32Array.from(weights.cited),
    x: Float32Array.from(places.x),
    y: Float32Array.from(places.y),
    size: Float32Array.from(places.size),
    lines: raw.edges.lines,
    source,
    target,
    edgeKind: Uint8Array.from(raw.edges.kind),
    first: start,
    near,
    via,
    degree,
    rank,
    themes: raw.themes,
    excerpts: lazily(() => document.getElementById("vaultkit-excerpts")?.textContent),
    localOptions: raw.localOptions,
    byId: new Map(nodes.id.map((/** @type {string} */ id, /** @type {number} */ i) => [wellFormed(id), i])),
  };
}

/** @param {string} text @returns {string} without halves of characters, which YAML and JSON can spell and an address cannot hold */
function wellFormed(text) {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** @param {string} text @returns {string} as a part of an address */
export function encoded(text) {
  return encodeURIComponent(wellFormed(text));
}

/** @param {string} id of a note or file @returns {string} its path in the vault */
export function pathOf(id) {
  return id.slice(id.indexOf(":") + 1);
}

/** @param {number} day from 1970 @returns {string} as an ISO date */
export function isoOf(day) {
  return new Date(day * 86400000).toISOString().slice(0, 10);
}

/** @param {string} iso @returns {number} its day from 1970, NaN for no date */
export function dayOf(iso) {
  return /^\d{4}-\d\d-\d\d$/.test(iso) ? Math.round(Date.parse(`${iso}T00:00:00Z`) / 86400000) : Number.NaN;
}

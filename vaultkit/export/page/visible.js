// Which nodes and edges the filters leave.

import { NO_DAY } from "./data.js";

/**
 * Folder, tag and dates choose notes (dates: days of logs, too); papers, tags, files and unwritten notes stay
 * where a chosen one leads to them. A tag stands for those below it, a folder for what lies in it.
 * @param {any} graph @param {import("./state.js").View} view
 * @returns {{nodes: Uint8Array, edges: Uint8Array, shownNodes: number, shownEdges: number}}
 */
export function visibleParts(graph, view) {
  const edgeShown = graph.edgeKinds.map((kind) => !view.hiddenEdges.has(kind));
  const { nodes, chosen } = candidates(graph, view);
  const edges = new Uint8Array(graph.m);
  const held = new Uint8Array(graph.n);
  for (let e = 0; e < graph.m; e++) {
    const a = graph.source[e], b = graph.target[e];
    if (!edgeShown[graph.edgeKind[e]] || !nodes[a] || !nodes[b]) continue;
    edges[e] = 1;
    if (chosen?.[a]) held[b] = 1;
    if (chosen?.[b]) held[a] = 1;
  }
  if (chosen) for (let i = 0; i < graph.n; i++) if (!chosen[i] && !held[i]) nodes[i] = 0;
  const degree = new Uint32Array(graph.n);
  for (let e = 0; e < graph.m; e++) {
    if (!edges[e]) continue;
    if (!nodes[graph.source[e]] || !nodes[graph.target[e]]) {
      edges[e] = 0;
      continue;
    }
    degree[graph.source[e]]++;
    degree[graph.target[e]]++;
  }
  const least = Math.max(view.least, view.lonely ? 0 : 1);
  let shownNodes = 0;
  for (let i = 0; i < graph.n; i++) {
    if (degree[i] < least) nodes[i] = 0;
    shownNodes += nodes[i];
  }
  let shownEdges = 0;
  for (let e = 0; e < graph.m; e++) {
    if (edges[e] && (!nodes[graph.source[e]] || !nodes[graph.target[e]])) edges[e] = 0;
    shownEdges += edges[e];
  }
  return { nodes, edges, shownNodes, shownEdges };
}

/** @param {any} graph @returns {string} why there is nothing to see */
export function emptiness(graph) {
  return graph.n === 0 ? "This vault has no notes yet." : "The filters leave nothing to show.";
}

/**
 * Nodes that pass each filter for themselves; `chosen` are those that hold the others, null if all do.
 * @returns {{nodes: Uint8Array, chosen: Uint8Array|null}}
 */
function candidates(graph, view) {
  const kindShown = graph.kinds.map((kind) => !view.hiddenKinds.has(kind));
  const typeShown = graph.types.map((type) => !view.hiddenTypes.has(type));
  const note = graph.kinds.indexOf("note"), dayKind = graph.kinds.indexOf("day");
  const folderShown = view.folders.size ? graph.folders.map((name) => within(view.folders, name)) : null;
  const tagShown = view.tags.size ? graph.tagNames.map((name) => within(view.tags, name.toLowerCase())) : null;
  const dated = !Number.isNaN(view.since) || !Number.isNaN(view.until);
  const since = Number.isNaN(view.since) ? -Infinity : view.since, until = Number.isNaN(view.until) ? Infinity : view.until;
  const chosen = folderShown || tagShown || dated ? new Uint8Array(graph.n) : null;
  const nodes = new Uint8Array(graph.n);
  for (let i = 0; i < graph.n; i++) {
    if (!kindShown[graph.kind[i]] || (graph.type[i] >= 0 && !typeShown[graph.type[i]])) continue;
    if (!view.templates && graph.flags[i] === "template") continue;
    if (view.communities.size && !view.communities.has(String(graph.theme[i]))) continue;
    const day = graph.day[i], isNote = graph.kind[i] === note, isDay = graph.kind[i] === dayKind;
    if (chosen && (isNote || isDay)) {
      if (dated && (day === NO_DAY ? !view.undated : day < since || day > until)) continue;
      if (isNote) {
        if (folderShown && !folderShown[graph.folder[i]]) continue;
        if (tagShown && !graph.tags[i].some((/** @type {number} */ t) => tagShown[t])) continue;
      }
      chosen[i] = Number(isNote || !(folderShown || tagShown));
    }
    nodes[i] = 1;
  }
  return { nodes, chosen };
}

/** @param {Set<string>} names @param {string} name @returns {boolean} whether it is one of them or lies below one */
function within(names, name) {
  for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) if (names.has(name.slice(0, end))) return true;
  return name === "" && names.has("/");
}

/**
 * The filters that have to go for a node to be shown: its own kind's switches alone, if that will do.
 * @param {any} graph @param {import("./state.js").View} view @param {number} i
 * @returns {Partial<import("./state.js").View>}
 */
export function revealing(graph, view, i) {
  const kinds = new Set(view.hiddenKinds), types = new Set(view.hiddenTypes);
  kinds.delete(graph.kinds[graph.kind[i]]);
  if (graph.type[i] >= 0) types.delete(graph.types[graph.type[i]]);
  const switches = { hiddenKinds: kinds, hiddenTypes: types, templates: view.templates || graph.flags[i] === "template" };
  if (visibleParts(graph, { ...view, ...switches }).nodes[i]) return switches;
  const none = new Set(), any = Number.NaN;
  return { ...switches, least: 0, lonely: true, folders: none, tags: none, communities: none, since: any, until: any };
}

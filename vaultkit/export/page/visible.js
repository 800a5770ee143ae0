// Which nodes and edges the filters leave.

/**
 * @param {any} graph @param {import("./state.js").View} view
 * @returns {{nodes: Uint8Array, edges: Uint8Array, shownNodes: number, shownEdges: number}}
 */
export function visibleParts(graph, view) {
  const kindShown = graph.kinds.map((kind) => !view.hiddenKinds.has(kind));
  const typeShown = graph.types.map((type) => !view.hiddenTypes.has(type));
  const edgeShown = graph.edgeKinds.map((kind) => !view.hiddenEdges.has(kind));
  const nodes = new Uint8Array(graph.n);
  const edges = new Uint8Array(graph.m);
  const degree = new Uint32Array(graph.n);
  for (let i = 0; i < graph.n; i++) {
    nodes[i] = Number(kindShown[graph.kind[i]] && (graph.type[i] < 0 || typeShown[graph.type[i]]));
  }
  for (let e = 0; e < graph.m; e++) {
    if (!edgeShown[graph.edgeKind[e]] || !nodes[graph.source[e]] || !nodes[graph.target[e]]) continue;
    edges[e] = 1;
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
    if (!nodes[graph.source[e]] || !nodes[graph.target[e]]) edges[e] = 0;
    shownEdges += edges[e];
  }
  return { nodes, edges, shownNodes, shownEdges };
}

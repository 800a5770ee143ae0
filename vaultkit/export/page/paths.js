// The shortest way between two nodes along the links that are shown.

/** Links that join nearly everything; a way without them says more. */
const WEAK = ["tagged", "subtag_of", "has_day"];

/**
 * @param {any} graph @param {{nodes: Uint8Array, edges: Uint8Array}} parts @param {number} from @param {number} to
 * @returns {{nodes: number[], edges: number[]}|null} nodes in order with the edges between them, or null
 */
export function shortestPath(graph, parts, from, to) {
  if (!parts.nodes[from] || !parts.nodes[to]) return null;
  const weak = new Set(WEAK.map((kind) => graph.edgeKinds.indexOf(kind)));
  return search(graph, parts, from, to, weak) ?? search(graph, parts, from, to, new Set());
}

/** @param {Set<number>} skipped kinds of edges @returns {{nodes: number[], edges: number[]}|null} */
function search(graph, parts, from, to, skipped) {
  const came = new Int32Array(graph.n).fill(-1);
  const seen = new Uint8Array(graph.n);
  const queue = new Uint32Array(graph.n);
  let tail = 1;
  queue[0] = from;
  seen[from] = 1;
  for (let head = 0; head < tail && !seen[to]; head++) {
    const i = queue[head];
    for (let q = graph.first[i]; q < graph.first[i + 1]; q++) {
      const e = graph.via[q], other = graph.near[q];
      if (seen[other] || !parts.edges[e] || skipped.has(graph.edgeKind[e])) continue;
      seen[other] = 1;
      came[other] = e;
      queue[tail++] = other;
    }
  }
  if (!seen[to]) return null;
  const nodes = [to], edges = [];
  for (let i = to; i !== from; ) {
    const e = came[i];
    i = graph.source[e] === i ? graph.target[e] : graph.source[e];
    nodes.unshift(i);
    edges.unshift(e);
  }
  return { nodes, edges };
}

// What the size of a node can mean.

export const SIZINGS = { degree: "Links", pagerank: "PageRank", citations: "Citations" };

const SMALLEST = 3, LARGEST = 19;

/**
 * Radii of all nodes, in units of the map. The map is laid out for those of links; the others are as large on the whole.
 * @param {any} graph @param {Float32Array} byDegree @param {string} by @returns {Float32Array}
 */
export function sizing(graph, byDegree, by) {
  if (by === "pagerank") return Float32Array.from(graph.pagerank, (/** @type {number} */ rank) => Math.min(LARGEST, SMALLEST + 2.6 * rank ** 0.6));
  if (by === "citations") return Float32Array.from(graph.cited, (/** @type {number} */ count) => Math.min(LARGEST, SMALLEST + 3 * Math.sqrt(count)));
  return byDegree;
}

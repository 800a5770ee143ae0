// What lies above the map's bitmap: names, the lit neighbourhood of a node, a path.

import { calm } from "./dom.js";
import { Occupied } from "./labels.js";
import { placeAll, placeName, writeNames } from "./names.js";
import { EDGES, dashes } from "./palette.js";
import { drawNode } from "./raster.js";

const MOST_LIT = 1500;
const MOST_NAMED = 160;
const SETTLING = 300; // milliseconds behind a new size of the map in which names are placed and do not fade

/**
 * @typedef {import("./map.js").MapView} MapView
 * @typedef {CanvasRenderingContext2D} Context
 * @typedef {{i: number, x: number, y: number, r: number, end: boolean}} PlacedNode on the screen; an end has a ring
 * @typedef {{nodes: PlacedNode[], edges: number[], labels: import("./names.js").Label[]}} Placed what is drawn above all else
 */

/** Paint everything for the present state. @param {Context} c @param {MapView} map @param {boolean} [bare] whether neither buttons nor the panel lie over it */
export function paintOverlay(c, map, bare = false) {
  const taken = new Occupied();
  if (!bare) {
    taken.add(map.kept);
    taken.add([map.width - map.panel.wide, map.panel.top, map.width, map.panel.bottom]);
  }
  if (map.path) {
    paintPlaced(c, map, placePath(map, taken), 1, 3);
    return;
  }
  if (map.light > 0) paintPlaced(c, map, placeLit(map, taken), map.light, 1.4);
  if (map.light < 1) {
    const atOnce = calm() || !map.firstPicture || performance.now() - map.resized < SETTLING;
    const { labels, changing } = map.fading.step(placeAll(map, taken, 1 - map.light), map, atOnce);
    writeNames(c, map.palette, labels);
    if (changing) map.dirty = true;
  }
}

/** Dim the map. @param {Context} c @param {MapView} map @param {number} light */
function veil(c, map, light) {
  c.globalAlpha = light * 0.82;
  c.fillStyle = map.palette.ground;
  c.fillRect(0, 0, map.width, map.height);
  c.globalAlpha = light;
}

/** @param {Context} c @param {MapView} map @param {number} e @param {number} width */
function strokeEdge(c, map, e, width) {
  const { graph } = map;
  const kind = graph.edgeKinds[graph.edgeKind[e]];
  const [ax, ay] = map.screen(graph.source[e]), [bx, by] = map.screen(graph.target[e]);
  c.strokeStyle = map.palette.edge(kind);
  c.lineWidth = width;
  c.setLineDash(dashes(kind));
  c.beginPath();
  c.moveTo(ax, ay);
  c.lineTo(bx, by);
  c.stroke();
}

/** @param {Context} c @param {MapView} map @param {PlacedNode} node */
function fillNode(c, map, { i, x, y, r }) {
  const { look } = map.raster;
  drawNode(c, look, map.graph.kind[i], look.colours.colours[look.colours.of[i]], x, y, r, 1, map.graph.flags[i] === "missing");
}

/** @param {MapView} map @param {number} i @param {number} least @returns {PlacedNode} a node on the screen, a little larger than usual */
function largened(map, i, least) {
  const [x, y, r] = map.screen(i);
  return { i, x, y, r: Math.max(least, r * 1.1), end: false };
}

/** @param {Context} c @param {MapView} map @param {number} x @param {number} y @param {number} r */
function ring(c, map, x, y, r) {
  c.strokeStyle = map.palette.accent;
  c.lineWidth = 2;
  c.setLineDash([]);
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.stroke();
}

/**
 * @param {MapView} map @param {Occupied} taken
 * @returns {Placed} the lit node, which comes first, with its links and neighbours, the most linked ones before others
 */
export function placeLit(map, taken) {
  const { graph, parts, lit, light } = map;
  const around = new Set(), edges = [];
  for (let q = graph.first[lit]; q < graph.first[lit + 1] && around.size < MOST_LIT; q++) {
    if (!parts.edges[graph.via[q]]) continue;
    around.add(graph.near[q]);
    edges.push(graph.via[q]);
  }
  around.delete(lit);
  const near = [...around].sort((a, b) => graph.degree[b] - graph.degree[a]).map((i) => largened(map, i, 3));
  const middle = { ...largened(map, lit, 4.5), end: true };
  const rims = rimsOf([{ ...middle, r: middle.r + 5 }, ...near]);
  const labels = [placeName(map, { ...middle, r: middle.r + 4, weight: 600, size: 14, alpha: light, must: true, most: map.width / 2 }, taken, rims)];
  const named = near.filter((one) => one.x > -50 && one.y > -20 && one.x < map.width + 50 && one.y < map.height + 20).slice(0, MOST_NAMED);
  for (const one of named) labels.push(placeName(map, { ...one, weight: 450, size: 12, alpha: light }, taken, rims));
  return { nodes: [middle, ...near], edges, labels: labels.filter((label) => label !== null) };
}

/** @param {{x: number, y: number, r: number}[]} nodes @returns {Occupied} where they lie */
function rimsOf(nodes) {
  const rims = new Occupied();
  for (const { x, y, r } of nodes) rims.add([x - r, y - r, x + r, y + r]);
  return rims;
}

/** @returns {{x: number, y: number, r: number}[]} points along a link between two nodes, which a name should not cover */
function beads(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const found = [];
  for (let at = from.r + 6; at < length - to.r - 6; at += 10) found.push({ x: from.x + ((to.x - from.x) * at) / length, y: from.y + ((to.y - from.y) * at) / length, r: 2 });
  return found;
}

/** @param {MapView} map @param {Occupied} taken @returns {Placed} a path, with the kinds of its links among the names */
export function placePath(map, taken) {
  const { graph, path } = map;
  const nodes = path.nodes.map((i, place) => {
    const end = place === 0 || place === path.nodes.length - 1;
    return { ...largened(map, i, end ? 7 : 5), end };
  });
  const rimmed = nodes.map((node) => ({ ...node, r: node.r + (node.end ? 4 : 0) }));
  const rims = rimsOf([...rimmed, ...rimmed.slice(1).flatMap((node, place) => beads(rimmed[place], node))]);
  for (const { i } of nodes) map.sides.delete(i);
  const labels = rimmed.map((one) => placeName(map, { ...one, weight: 600, size: 13, alpha: 1, must: true }, taken, rims));
  for (const [place, e] of path.edges.entries()) {
    const { x: ax, y: ay } = nodes[place], { x: bx, y: by } = nodes[place + 1];
    const names = EDGES[graph.edgeKinds[graph.edgeKind[e]]];
    const text = names[graph.source[e] === path.nodes[place] ? 1 : 2].toLowerCase();
    const x = (ax + bx) / 2, y = (ay + by) / 2;
    const width = map.measure.width(text, 450, 11);
    if (Math.hypot(ax - bx, ay - by) < width || !taken.take([x - width / 2 - 4, y - 9, x + width / 2 + 4, y + 9])) continue;
    labels.push({ key: `edge ${e}`, text, x, y, size: 11, weight: 450, baseline: "middle", halo: 4, alpha: 0.85 });
  }
  return { nodes, edges: path.edges, labels: labels.filter((label) => label !== null) };
}

/** Paint what lies above a dimmed map. @param {Context} c @param {MapView} map @param {Placed} placed @param {number} light @param {number} width of its links */
function paintPlaced(c, map, { nodes, edges, labels }, light, width) {
  veil(c, map, light);
  for (const e of edges) strokeEdge(c, map, e, width);
  c.setLineDash([]);
  for (const node of nodes.slice().reverse()) {
    fillNode(c, map, node);
    if (node.end) ring(c, map, node.x, node.y, node.r + 4);
  }
  writeNames(c, map.palette, labels);
}

// The present view of the map as a picture to be saved: pixels, or an SVG drawing, which is made of elements, so that no
// name can become markup.

import { svg } from "./dom.js";
import { Occupied, directionOf } from "./labels.js";
import { placeAll } from "./names.js";
import { paintOverlay, placeLit, placePath } from "./overlay.js";
import { FONT, KINDS, dashes } from "./palette.js";
import { Raster } from "./raster.js";
import { cornersOf } from "./shapes.js";

export const MOST_NODES = 5000;
export const PICTURE_RATIO = 2; // pixels of a saved picture for each one of the screen

/**
 * @typedef {{kind: string, colour: string, x: number, y: number, r: number, missing: boolean}} Mark
 * @typedef {{kind: string, colour: string, ax: number, ay: number, bx: number, by: number}} Stroke
 * @typedef {{width: number, height: number, title: string, marks: Mark[], strokes: Stroke[], labels: import("./names.js").Label[], thin: number}} Drawing
 */

/** @param {import("./map.js").MapView} map @returns {HTMLCanvasElement} what the map shows, sharper than the screen */
export function pictureOf(map) {
  const { width, height, camera } = map;
  const copy = document.createElement("canvas");
  copy.width = width * PICTURE_RATIO;
  copy.height = height * PICTURE_RATIO;
  const raster = new Raster(map.graph, () => {});
  raster.look = map.raster.look;
  raster.resize(width, height, PICTURE_RATIO);
  raster.start({ x: camera.x, y: camera.y, scale: camera.scale, fit: map.fitScale, base: map.nodeScale });
  raster.work(Infinity);
  const c = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d"));
  c.drawImage(raster.front, (copy.width - raster.front.width) / 2, (copy.height - raster.front.height) / 2);
  c.scale(PICTURE_RATIO, PICTURE_RATIO);
  paintOverlay(c, map, true);
  return copy;
}

/** @param {import("./map.js").MapView} map @returns {Drawing} what the map shows within its view */
export function drawingOf(map) {
  const { graph, parts, width, height, raster } = map;
  const { colours, palette } = raster.look;
  const taken = new Occupied();
  const above = map.path ? placePath(map, taken) : map.light > 0 ? placeLit(map, taken) : null; // what the map dims is left out
  const only = above && { radii: new Map(above.nodes.map(({ i, r }) => [i, r])), edges: new Set(above.edges) };
  const marks = [], strokes = [];
  for (let e = 0; e < graph.m; e++) {
    if (!parts.edges[e] || (only && !only.edges.has(e))) continue;
    const [ax, ay] = map.screen(graph.source[e]), [bx, by] = map.screen(graph.target[e]);
    if (Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > width || Math.min(ay, by) > height) continue;
    const kind = graph.edgeKinds[graph.edgeKind[e]];
    strokes.push({ kind, colour: palette.edge(kind), ax, ay, bx, by });
  }
  for (const i of graph.rank.slice().reverse()) {
    if (!parts.nodes[i] || (only && !only.radii.has(i))) continue;
    const [x, y, usual] = map.screen(i);
    const r = only?.radii.get(i) ?? usual;
    if (x < -r || y < -r || x > width + r || y > height + r) continue;
    marks.push({ kind: graph.kinds[graph.kind[i]], colour: colours.colours[colours.of[i]], x, y, r, missing: graph.flags[i] === "missing" });
  }
  return { width, height, title: graph.title, marks, strokes, labels: above ? above.labels : placeAll(map, taken, 1), thin: only ? 2 : 0.8 };
}

/** @param {Drawing} drawing @param {import("./palette.js").Palette} palette @returns {string} an SVG document */
export function svgText(drawing, palette) {
  const { width, height } = drawing;
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT.replaceAll('"', "'") });
  const title = svg("title", {});
  title.textContent = drawing.title;
  root.append(title, svg("rect", { width, height, fill: palette.ground }));
  root.append(strokesOf(drawing), marksOf(drawing, palette), labelsOf(drawing, palette));
  return new XMLSerializer().serializeToString(root);
}

/** Links, one path for each kind and colour. @param {Drawing} drawing */
function strokesOf({ strokes, thin }) {
  const paths = new Map();
  for (const { kind, colour, ax, ay, bx, by } of strokes) {
    const key = `${kind} ${colour}`;
    if (!paths.has(key)) paths.set(key, { kind, colour, d: [] });
    paths.get(key).d.push(`M${short(ax)} ${short(ay)}L${short(bx)} ${short(by)}`);
  }
  const opacity = thin > 1 ? 1 : Math.min(0.6, Math.max(0.08, 900 / Math.max(1, strokes.length)));
  const group = svg("g", { fill: "none", "stroke-width": thin, "stroke-opacity": short(opacity) });
  for (const { kind, colour, d } of paths.values()) group.append(svg("path", { class: kind, d: d.join(""), stroke: colour, "stroke-dasharray": dashes(kind).join(" ") || "none" }));
  return group;
}

/** @param {Drawing} drawing @param {import("./palette.js").Palette} palette */
function marksOf({ marks }, palette) {
  const group = svg("g", { stroke: palette.ground, "stroke-width": 1 });
  for (const { kind, colour, x, y, r, missing } of marks) {
    const shape = KINDS[kind][2];
    const corners = cornersOf(shape);
    const look = shape === "ring" ? { fill: palette.ground, stroke: colour, "stroke-width": 1.4, "stroke-dasharray": "2.5 1.6" } : { fill: colour };
    if (corners) group.append(svg("polygon", { points: corners.map(([dx, dy]) => `${short(x + dx * r)},${short(y + dy * r)}`).join(" "), ...look }));
    else group.append(svg("circle", { cx: short(x), cy: short(y), r: short(shape === "ring" ? r * 0.86 : r), ...look }));
    if (missing) group.append(svg("path", { d: `M${short(x - r)} ${short(y + r)}L${short(x + r)} ${short(y - r)}`, stroke: palette.kind.unresolved, "stroke-width": 1.4 }));
  }
  return group;
}

/** @param {Drawing} drawing @param {import("./palette.js").Palette} palette */
function labelsOf({ labels }, palette) {
  const group = svg("g", { "text-anchor": "middle", fill: palette.ink, stroke: palette.halo, "paint-order": "stroke", "stroke-linejoin": "round" });
  for (const { text, x, y, size, weight, baseline, halo, alpha } of labels) {
    const dy = baseline === "top" ? size * 0.82 : size * 0.35;
    const line = svg("text", { x: short(x), y: short(y + dy), "font-size": size, "font-weight": weight, "stroke-width": halo, opacity: short(alpha), direction: directionOf(text) });
    line.textContent = text;
    group.append(line);
  }
  return group;
}

/** @param {number} n @returns {string} */
function short(n) {
  return String(Math.round(n * 100) / 100);
}

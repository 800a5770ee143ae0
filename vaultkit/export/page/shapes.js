// The shapes of node kinds, for the canvas and for the page's text.

import { svg } from "./dom.js";

/** Corners of each shape in units of its radius; the circle has none. */
const CORNERS = {
  diamond: [[0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]],
  square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  triangle: [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]],
  page: [[-0.75, -1], [0.25, -1], [0.75, -0.45], [0.75, 1], [-0.75, 1]],
  hexagon: [[0, -1.08], [0.94, -0.54], [0.94, 0.54], [0, 1.08], [-0.94, 0.54], [-0.94, -0.54]],
};

/** @param {string} shape @returns {number[][]|undefined} its corners in units of its radius; a circle has none */
export function cornersOf(shape) {
  return CORNERS[shape];
}

/**
 * Add a shape to the current path.
 * @param {CanvasRenderingContext2D} c @param {string} shape @param {number} x @param {number} y @param {number} r
 */
export function trace(c, shape, x, y, r) {
  const corners = CORNERS[shape];
  if (!corners) {
    c.moveTo(x + r, y);
    c.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  c.moveTo(x + corners[0][0] * r, y + corners[0][1] * r);
  for (let i = 1; i < corners.length; i++) c.lineTo(x + corners[i][0] * r, y + corners[i][1] * r);
  c.closePath();
}

/** @param {string} shape @param {string} colour @returns {SVGElement} a small picture of a shape */
export function glyph(shape, colour) {
  const corners = CORNERS[shape];
  const look = shape === "ring" ? { fill: "none", stroke: colour, "stroke-width": 0.42, "stroke-dasharray": "0.75 0.4" } : { fill: colour };
  const form = corners ? svg("polygon", { points: corners.map((p) => p.join(",")).join(" "), ...look }) : svg("circle", { r: shape === "ring" ? 0.95 : 1.05, ...look });
  return svg("svg", { viewBox: "-1.6 -1.6 3.2 3.2", class: "glyph", "aria-hidden": "true" }, form);
}

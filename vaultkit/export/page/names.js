// Which names the map shows and where: themes from afar, notes from near, by rank, none covering another.

import { FONT } from "./palette.js";

/**
 * @typedef {{text: string, x: number, y: number, size: number, weight: number, baseline: "top"|"middle", halo: number, alpha: number}} Label
 * @typedef {import("./map.js").MapView} MapView
 * @typedef {import("./labels.js").Occupied} Occupied
 */

/** @param {CanvasRenderingContext2D} c @param {import("./palette.js").Palette} palette @param {Label[]} labels */
export function writeNames(c, palette, labels) {
  c.textAlign = "center";
  c.lineJoin = "round";
  c.strokeStyle = palette.halo;
  c.fillStyle = palette.ink;
  for (const label of labels) {
    c.globalAlpha = label.alpha;
    c.font = `${label.weight} ${label.size}px ${FONT}`;
    c.textBaseline = label.baseline;
    c.lineWidth = label.halo;
    c.strokeText(label.text, label.x, label.y);
    c.fillText(label.text, label.x, label.y);
  }
  c.globalAlpha = 1;
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @returns {Label[]} all names of a view */
export function placeAll(map, taken, alpha) {
  const themes = themesShown(map);
  return [...(themes > 0 ? placeThemes(map, taken, alpha * themes) : []), ...placeNotes(map, taken, alpha, themes)];
}

/** @returns {number} how clearly themes are named: 1 from afar, 0 from near and in small graphs */
function themesShown(/** @type {MapView} */ map) {
  if (map.graph.n < 150) return 0;
  return Math.min(1, Math.max(0, 2.6 - map.camera.scale / map.fitScale));
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @returns {Label[]} */
function placeThemes(map, taken, alpha) {
  const { graph, camera } = map;
  const largest = graph.themes[0]?.size ?? 1;
  /** @type {Label[]} */
  const labels = [];
  for (const [number, theme] of graph.themes.entries()) {
    if (!map.themeShown[number]) continue;
    const size = Math.round((12 + 8 * Math.sqrt(theme.size / largest)) * Math.min(1, Math.sqrt(map.width / 760)));
    const { text, width } = map.measure.fit(theme.name, 650, size, 0.34 * map.width);
    const y = (theme.y - camera.y) * camera.scale + map.height / 2;
    const middle = (theme.x - camera.x) * camera.scale + map.width / 2;
    const inside = middle > 0 && middle < map.width; // then its name is kept whole
    const x = inside ? Math.min(map.width - width / 2 - 8, Math.max(width / 2 + 8, middle)) : middle;
    if (!taken.take([x - width / 2 - 12, y - size, x + width / 2 + 12, y + size])) continue;
    labels.push({ text, x, y, size, weight: 650, baseline: "middle", halo: 5, alpha });
  }
  return labels;
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @param {number} themes @returns {Label[]} */
function placeNotes(map, taken, alpha, themes) {
  const { graph, parts, camera, width, height } = map;
  const { scale } = camera;
  const room = (width * height) / 14000;
  const near = Math.min(2.4, 0.18 + 0.28 * (scale / map.fitScale - 0.6)) * (1 - 0.7 * themes);
  let left = Math.round(graph.n < 150 ? 90 : Math.min(170, room * near));
  const ox = width / 2 - camera.x * scale, oy = height / 2 - camera.y * scale;
  const labels = [];
  for (let q = 0, seen = 0; q < graph.n && left > 0 && seen < 1200; q++) {
    const i = graph.rank[q];
    const x = graph.x[i] * scale + ox, y = graph.y[i] * scale + oy;
    if (!parts.nodes[i] || x < -40 || y < -10 || x > width + 40 || y > height + 10) continue;
    if (themes > 0 && map.themeNames.has(graph.label[i])) continue;
    seen++;
    const r = map.radius(i);
    const label = placeName(map, taken, i, x, y, r, 450, Math.min(15, 10.5 + r * 0.28), alpha);
    if (!label) continue;
    labels.push(label);
    left--;
  }
  return labels;
}

/**
 * A node's name below it, if there is room; moved aside a little where the view or the panel would cut it.
 * @param {{graph: any, measure: import("./labels.js").Measure, width: number, covered: number}} map @param {Occupied} taken @param {number} i
 * @param {number} x @param {number} y @param {number} r @param {number} weight @param {number} about size @param {number} alpha
 * @returns {Label|null}
 */
export function placeName(map, taken, i, x, y, r, weight, about, alpha) {
  const size = Math.round(about * 2) / 2;
  const { text, width } = map.measure.fit(map.graph.label[i], weight, size, weight > 500 ? 340 : 190);
  const top = y + r + 3;
  const end = map.width > 700 ? map.width - map.covered : map.width;
  if (x > 0 && x < end) x = Math.max(width / 2 + 6, Math.min(end - width / 2 - 6, x));
  if (!taken.take([x - width / 2 - 6, top - 2, x + width / 2 + 6, top + size + 4])) return null;
  return { text, x, y: top, size, weight, baseline: "top", halo: 3.5, alpha };
}

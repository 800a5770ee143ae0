// Which names the map shows and where: themes from afar, notes from near, by rank, none covering another.

import { Occupied, directionOf } from "./labels.js";
import { FONT } from "./palette.js";

const LEAST_RIM = 2.4; // pixels: names keep clear of nodes that are drawn larger
const MOST_RIMS = 1000;
const MOST_TRIED = 400; // nodes that a view may try to name: most of those after them would find no room
const OUTSTANDING = 1.5; // of the mean size: the names of such nodes are heavier
const MANY = 250; // nodes: the name of a theme with as many is written large
const MOST_GREAT = 12; // of a view are named even where the name covers other nodes
const TOWERING = 2.5; // of the mean size: such nodes are named among the themes, too
const MOST_TOWERING = 3; // of a view
const SIDES = ["below", "right", "left", "above"];
const FADE_MILLISECONDS = 160;

/**
 * @typedef {object} Label
 * @property {string} key whose name it is
 * @property {string} text
 * @property {number} x middle
 * @property {number} y top or middle
 * @property {number} size
 * @property {number} weight
 * @property {"top"|"middle"} baseline
 * @property {number} halo
 * @property {number} alpha
 * @property {[number, number]} [pin] the place on the map that it belongs to
 * @typedef {import("./map.js").MapView} MapView
 * @typedef {{i: number, x: number, y: number, r: number, weight: number, size: number, alpha: number, must?: boolean, most?: number}} Named
 *   a node on the screen and how its name is written, at most how wide; one that must be named may lie over other nodes
 * @typedef {{graph: any, measure: import("./labels.js").Measure, sides: Map<number, string>, width: number, covered: number}} Stage
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
    c.direction = directionOf(label.text);
    c.lineWidth = label.halo;
    c.strokeText(label.text, label.x, label.y);
    c.fillText(label.text, label.x, label.y);
  }
  c.globalAlpha = 1;
}

/** Lets names come and go softly while the view moves. */
export class Fading {
  constructor() {
    /** @type {Map<string, {label: Label, alpha: number}>} */
    this.shown = new Map();
    this.last = 0;
  }

  /**
   * @param {Label[]} wanted @param {MapView} map @param {boolean} atOnce
   * @returns {{labels: Label[], changing: boolean}} what to write now, and whether that will change by itself
   */
  step(wanted, map, atOnce) {
    const now = performance.now();
    const part = atOnce ? 1 : Math.min(0.4, (now - this.last) / FADE_MILLISECONDS);
    this.last = now;
    let changing = false;
    const keys = new Set(wanted.map(({ key }) => key));
    const labels = [];
    for (const [key, entry] of this.shown) {
      if (keys.has(key)) continue;
      entry.alpha -= part;
      if (entry.alpha <= 0.01) this.shown.delete(key);
      else {
        changing = true;
        labels.push({ ...moved(entry.label, map), alpha: entry.label.alpha * entry.alpha });
      }
    }
    for (const label of wanted) {
      const alpha = Math.min(1, (this.shown.get(label.key)?.alpha ?? 0) + part);
      if (alpha < 1) changing = true;
      this.shown.set(label.key, { label: anchored(label, map), alpha });
      labels.push({ ...label, alpha: label.alpha * alpha });
    }
    return { labels, changing };
  }
}

/** @param {Label} label @param {MapView} map @returns {Label} with its place on the map */
function anchored(label, map) {
  const { camera, width, height } = map;
  return { ...label, pin: [(label.x - width / 2) / camera.scale + camera.x, (label.y - height / 2) / camera.scale + camera.y] };
}

/** @param {Label} label @param {MapView} map @returns {Label} where its place on the map is now */
function moved(label, map) {
  const { camera, width, height } = map;
  const [x, y] = label.pin ?? [0, 0];
  return { ...label, x: (x - camera.x) * camera.scale + width / 2, y: (y - camera.y) * camera.scale + height / 2 };
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @returns {Label[]} all names of a view */
export function placeAll(map, taken, alpha) {
  const themes = themesShown(map);
  /** @type {Set<string>} */
  const written = new Set(); // a theme and its note, a paper and the note on it have one name: once is enough
  return [...(themes > 0 ? placeThemes(map, taken, alpha * themes, written) : []), ...placeNotes(map, taken, alpha, themes, written)];
}

/** @returns {number} how clearly themes are named: 1 from afar, 0 from near and in small graphs */
function themesShown(/** @type {MapView} */ map) {
  if (map.graph.n < 150) return 0;
  return Math.min(1, Math.max(0, 2.6 - map.camera.scale / map.fitScale));
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @param {Set<string>} written @returns {Label[]} */
function placeThemes(map, taken, alpha, written) {
  const { graph, camera } = map;
  const largest = Math.max(MANY, graph.themes[0]?.size ?? 1);
  const most = (map.width * map.height) / 55000;
  /** @type {Label[]} */
  const labels = [];
  for (const [number, theme] of graph.themes.entries()) {
    if (!map.themeShown[number] || labels.length >= most) continue;
    const size = Math.round((11.5 + 8 * Math.sqrt(theme.size / largest)) * Math.min(1, Math.sqrt(map.width / 760)));
    const { text, width } = map.measure.fit(theme.name, 650, size, 0.34 * map.width);
    const y = (theme.y - camera.y) * camera.scale + map.height / 2;
    const middle = (theme.x - camera.x) * camera.scale + map.width / 2;
    const inside = middle > 0 && middle < map.width; // then its name is kept whole
    const x = inside ? Math.min(map.width - width / 2 - 8, Math.max(width / 2 + 8, middle)) : middle;
    if (!taken.take([x - width / 2 - 12, y - size, x + width / 2 + 12, y + size])) continue;
    written.add(theme.name);
    labels.push({ key: `theme ${number}`, text, x, y, size, weight: 650, baseline: "middle", halo: 5, alpha });
  }
  return labels;
}

/** @param {MapView} map @returns {{seen: {i: number, x: number, y: number, r: number}[], rims: Occupied}} nodes on the screen by rank, and where the larger ones lie */
function nodesSeen(map) {
  const { graph, parts, camera, width, height } = map;
  const { scale } = camera;
  const ox = width / 2 - camera.x * scale, oy = height / 2 - camera.y * scale;
  const rims = new Occupied();
  const seen = [];
  for (let q = 0; q < graph.n && seen.length < MOST_RIMS; q++) {
    const i = graph.rank[q];
    const x = graph.x[i] * scale + ox, y = graph.y[i] * scale + oy;
    if (!parts.nodes[i] || x < -40 || y < -10 || x > width + 40 || y > height + 10) continue;
    const r = map.radius(i);
    seen.push({ i, x, y, r });
    if (r > LEAST_RIM) rims.add([x - r, y - r, x + r, y + r]);
  }
  return { seen, rims };
}

/** @param {MapView} map @param {Occupied} taken @param {number} alpha @param {number} themes @param {Set<string>} written @returns {Label[]} */
function placeNotes(map, taken, alpha, themes, written) {
  const { graph, camera, width, height } = map;
  const room = (width * height) / 14000;
  const near = Math.min(2.4, 0.18 + 0.28 * (camera.scale / map.fitScale - 0.6)) * (1 - 0.7 * themes);
  let left = Math.round(graph.n < 150 ? Math.min(90, room) : Math.min(170, room * near));
  if (left <= 0) return [];
  const { seen, rims } = nodesSeen(map);
  const labels = [];
  const far = themes >= 0.5;
  for (const [place, { i, x, y, r }] of seen.entries()) {
    if (left <= 0 || place > MOST_TRIED) break;
    const name = graph.label[i];
    if (written.has(name)) continue;
    const great = graph.size[i] > OUTSTANDING * map.meanSize && !far;
    const must = far ? place < MOST_TOWERING && graph.size[i] > TOWERING * map.meanSize : great && place < MOST_GREAT;
    const size = Math.min(15, 10.5 + r * (great ? 0.3 : 0.2));
    const label = placeName(map, { i, x, y, r, weight: great ? 600 : 450, size, alpha: great ? alpha : alpha * 0.88, must }, taken, rims);
    if (!label) continue;
    labels.push(label);
    written.add(name);
    left--;
  }
  return labels;
}

/**
 * A node's name below or beside it, wherever there is room, where it was before if it can be; one below is moved
 * aside a little where the view or the panel would cut it.
 * @param {Stage} stage @param {Named} named @param {Occupied} taken by other names @param {Occupied} [rims] of other nodes
 * @returns {Label|null}
 */
export function placeName(stage, named, taken, rims) {
  const { i, weight, alpha, must } = named;
  const size = Math.round(named.size); // few sizes: each one's letters are drawn anew
  const { text, width } = stage.measure.fit(stage.graph.label[i], weight, size, Math.max(named.most ?? 0, weight > 500 && must ? 340 : 190));
  const end = stage.width - stage.covered; // of what the panel leaves free
  const inside = named.x > 0 && named.x < end;
  let place = null;
  for (const side of sidesFrom(stage.sides.get(i))) {
    const found = placeAt(named, side, size, width, end);
    if ((inside && (found.box[0] < 0 || found.box[2] > end)) || !taken.free(found.box)) continue;
    const clear = !rims || rims.free(found.box);
    if (clear || (must && !place)) place = found;
    if (clear) break;
  }
  if (!place) {
    stage.sides.delete(i);
    return null;
  }
  stage.sides.set(i, place.side);
  taken.add(place.box);
  return { key: `node ${i}`, text, x: place.x, y: place.y, size, weight, baseline: "top", halo: 3.5, alpha };
}

/** @param {string|undefined} first @returns {string[]} the sides in the order in which they are tried */
function sidesFrom(first) {
  return first === undefined || first === SIDES[0] ? SIDES : [first, ...SIDES.filter((side) => side !== first)];
}

/** @param {Named} named @param {string} side @param {number} size @param {number} width of the text @param {number} end of the view */
function placeAt({ x, y, r }, side, size, width, end) {
  const top = side === "below" ? y + r + 3 : side === "above" ? y - r - size - 5 : y - size / 2 - 1;
  if (side === "right") x += r + 5 + width / 2;
  else if (side === "left") x -= r + 5 + width / 2;
  else if (x > 0 && x < end) x = Math.max(width / 2 + 6, Math.min(end - width / 2 - 6, x));
  return { side, x, y: top, box: [x - width / 2 - 4, top - 1, x + width / 2 + 4, top + size + 3] };
}

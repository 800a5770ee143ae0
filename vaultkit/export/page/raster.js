// Drawing nodes and edges into a bitmap larger than the view, in slices, so that no frame waits for it.
// While the view moves the last bitmap is moved and scaled; a new one replaces it when it is finished.

import { KINDS } from "./palette.js";
import { trace } from "./shapes.js";

const MARGIN = 0.25; // of the view, on every side
const EDGES_AT_ONCE = 400;
const NODES_AT_ONCE = 500;
const FAINTEST = 0.06; // below it, the eight bits of a colour round to one of its channels: grey adds up to green

// Links across the map say little one by one and hide all else together: the longer, the fainter, if there are many.
const REACHES = [0.16, 0.4, 0.8]; // of the map's radius
const STRENGTHS = [1, 0.66, 0.42, 0.27];

/** How large nodes are drawn: they grow slower than the map, so that nearness shows more map. */
export function drawnScale(/** @type {number} */ zoom, /** @type {number} */ base) {
  return base * zoom ** 0.62;
}

export class Raster {
  /** @param {any} graph @param {() => void} done called when a new bitmap is ready */
  constructor(graph, done) {
    this.graph = graph;
    this.done = done;
    this.front = document.createElement("canvas");
    this.back = document.createElement("canvas");
    /** @type {any} what the front bitmap shows */
    this.shown = null;
    /** @type {any} what is being drawn */
    this.job = null;
    this.look = null;
    // small nodes first: hubs lie on top
    this.order = graph.rank.slice().reverse();
    this.reach = reaches(graph);
    this.faint = common(graph);
  }

  /** @param {number} width @param {number} height of the view @param {number} ratio device pixels per pixel */
  resize(width, height, ratio) {
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    for (const canvas of [this.front, this.back]) {
      canvas.width = Math.max(1, Math.round(width * (1 + 2 * MARGIN) * ratio));
      canvas.height = Math.max(1, Math.round(height * (1 + 2 * MARGIN) * ratio));
    }
    this.shown = null;
    this.job = null;
  }

  /**
   * Say what to draw. Edges are gathered by colour, length and whether they are faint: one stroke style each.
   * @param {{nodes: Uint8Array, edges: Uint8Array}} parts
   * @param {{colours: string[], of: Uint8Array}} colours
   * @param {import("./palette.js").Palette} palette
   * @param {boolean} byKind whether edges are coloured by their kind
   */
  appearance(parts, colours, palette, byKind) {
    const { graph } = this;
    const inks = byKind ? graph.edgeKinds.map((/** @type {string} */ kind) => palette.edge(kind)) : colours.colours;
    const styleOf = (/** @type {number} */ e) => ((byKind ? graph.edgeKind[e] : colours.of[graph.source[e]]) * STRENGTHS.length + this.reach[e]) * 2 + this.faint[e];
    const counts = new Uint32Array(inks.length * STRENGTHS.length * 2);
    for (let e = 0; e < graph.m; e++) if (parts.edges[e]) counts[styleOf(e)]++;
    const lists = Array.from(counts, (count) => new Uint32Array(count));
    const filled = new Uint32Array(counts.length);
    for (let e = 0; e < graph.m; e++) {
      if (!parts.edges[e]) continue;
      const style = styleOf(e);
      lists[style][filled[style]++] = e;
    }
    const edges = lists
      .map((list, style) => ({ colour: inks[Math.floor(style / (2 * STRENGTHS.length))], reach: (style >> 1) % STRENGTHS.length, faint: style % 2 === 1, list }))
      .filter(({ list }) => list.length)
      .sort((a, b) => Number(b.faint) - Number(a.faint) || b.reach - a.reach);
    const shapes = graph.kinds.map((kind) => KINDS[kind][2]);
    this.look = { parts, edges, count: counts.reduce((sum, count) => sum + count, 0), colours, palette, shapes };
    this.job = null;
  }

  /**
   * Begin a bitmap for a camera.
   * @param {{x: number, y: number, scale: number, fit: number, base: number}} at
   * @param {number} [most] edges that are drawn: a sample of all, if there are more
   */
  start(at, most = Infinity) {
    const context = this.back.getContext("2d", { alpha: false });
    const stride = Math.max(1, Math.ceil(this.look.count / most));
    this.job = { ...at, context, stride, phase: "edges", group: 0, next: 0 };
    context.globalAlpha = 1;
    context.fillStyle = this.look.palette.ground;
    context.fillRect(0, 0, this.back.width, this.back.height);
  }

  /** Whether the front bitmap is too far from a camera to stand in for it. */
  far(/** @type {{x: number, y: number, scale: number}} */ at) {
    const s = this.shown;
    return (
      Math.abs(Math.log2(at.scale / s.scale)) > 0.45 ||
      Math.abs(at.x - s.x) * at.scale > this.width * MARGIN * 0.7 ||
      Math.abs(at.y - s.y) * at.scale > this.height * MARGIN * 0.7
    );
  }

  /** Go on drawing for some milliseconds. */
  work(/** @type {number} */ milliseconds) {
    const end = performance.now() + milliseconds;
    while (this.job && performance.now() < end) {
      if (this.job.phase === "edges") this.drawEdges();
      else this.drawNodes();
    }
  }

  drawEdges() {
    const { job, graph, look } = this;
    const group = look.edges[job.group];
    if (!group) {
      job.phase = "nodes";
      job.next = 0;
      return;
    }
    if (job.next >= group.list.length) {
      job.group++;
      job.next = 0;
      return;
    }
    const c = job.context;
    const k = job.scale * this.ratio;
    const { width, height } = this.back;
    const ox = width / 2 - job.x * k, oy = height / 2 - job.y * k;
    const zoom = job.scale / job.fit;
    const strength = Math.max(0.02, 0.46 * Math.min(1, 900 / Math.max(1, look.count)) ** 0.5) * zoom ** 0.3 * this.ratio ** 0.55; // a line of one device pixel is fainter where those are small
    const alpha = Math.min(0.8, strength * look.palette.edgeStrength * STRENGTHS[group.reach] ** Math.min(1, 0.2 + look.count / 600) * (group.faint ? 0.2 : 1));
    const thinned = Math.ceil(FAINTEST / alpha); // rather one stronger line than many that are hardly there
    const step = job.stride * thinned;
    c.globalAlpha = Math.min(0.8, alpha * thinned * Math.min(2, job.stride));
    c.strokeStyle = group.colour;
    c.lineWidth = 1; // at most one device pixel: wider lines leave the fast path
    c.beginPath();
    const end = Math.min(group.list.length, job.next + EDGES_AT_ONCE * step);
    for (; job.next < end; job.next += step) {
      const e = group.list[job.next];
      const a = graph.source[e], b = graph.target[e];
      const ax = graph.x[a] * k + ox, ay = graph.y[a] * k + oy;
      const bx = graph.x[b] * k + ox, by = graph.y[b] * k + oy;
      if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > width && bx > width) || (ay > height && by > height)) continue;
      c.moveTo(ax, ay);
      c.lineTo(bx, by);
    }
    c.stroke();
  }

  drawNodes() {
    const { job, graph, look } = this;
    const c = job.context;
    const k = job.scale * this.ratio;
    const { width, height } = this.back;
    const ox = width / 2 - job.x * k, oy = height / 2 - job.y * k;
    const grow = drawnScale(job.scale / job.fit, job.base) * this.ratio;
    c.globalAlpha = 1;
    const end = Math.min(graph.n, job.next + NODES_AT_ONCE);
    for (; job.next < end; job.next++) {
      const i = this.order[job.next];
      if (!look.parts.nodes[i]) continue;
      const x = graph.x[i] * k + ox, y = graph.y[i] * k + oy;
      const r = Math.max(0.9 * this.ratio, graph.size[i] * grow);
      if (x < -r || y < -r || x > width + r || y > height + r) continue;
      drawNode(c, look, graph.kind[i], look.colours.colours[look.colours.of[i]], x, y, r, this.ratio, graph.flags[i] === "missing");
    }
    if (job.next >= graph.n) {
      [this.front, this.back] = [this.back, this.front];
      this.shown = job;
      this.job = null;
      this.done();
    }
  }
}

/** @param {any} graph @returns {Uint8Array} how far each edge reaches: an index into STRENGTHS */
function reaches(graph) {
  const { n, m, x, y, source, target } = graph;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += x[i] * x[i] + y[i] * y[i];
  const radius = Math.sqrt((2 * squares) / Math.max(1, n)) || 1;
  const found = new Uint8Array(m);
  for (let e = 0; e < m; e++) {
    const length = Math.hypot(x[source[e]] - x[target[e]], y[source[e]] - y[target[e]]) / radius;
    while (found[e] < REACHES.length && length > REACHES[found[e]]) found[e]++;
  }
  return found;
}

/** @param {any} graph @returns {Uint8Array} 1 for links of tags and logs that most notes have: they say little and must not cover the others */
function common(graph) {
  let notes = 0;
  for (const kind of graph.kind) notes += Number(graph.kinds[kind] === "note");
  const most = Math.max(12, notes / 12);
  const weak = graph.edgeKinds.map((/** @type {string} */ kind) => kind === "tagged" || kind === "has_day");
  return Uint8Array.from({ length: graph.m }, (_, e) => Number(weak[graph.edgeKind[e]] && graph.degree[graph.target[e]] > most));
}

/** Draw one node in its shape: tiny ones as dots, unwritten notes hollow, missing files struck out, larger ones with a rim. */
export function drawNode(c, look, kind, colour, x, y, r, ratio, missing = false) {
  const shape = look.shapes[kind];
  if (r < 1.7 * ratio) {
    c.fillStyle = colour;
    if (shape === "ring") c.globalAlpha = 0.6;
    c.fillRect(x - r, y - r, 2 * r, 2 * r);
    c.globalAlpha = 1;
    return;
  }
  c.beginPath();
  trace(c, shape, x, y, shape === "ring" ? r * 0.86 : r);
  if (shape === "ring") {
    c.fillStyle = look.palette.ground;
    c.fill();
    c.strokeStyle = colour;
    c.lineWidth = Math.min(2 * ratio, Math.max(ratio, r * 0.3));
    if (r > 5 * ratio) c.setLineDash([r * 0.5, r * 0.32]);
    c.stroke();
    c.setLineDash([]);
    return;
  }
  c.fillStyle = colour;
  c.fill();
  if (r > 3 * ratio) {
    c.strokeStyle = look.palette.ground;
    c.lineWidth = ratio;
    c.stroke();
  }
  if (missing) {
    c.strokeStyle = look.palette.kind.unresolved;
    c.lineWidth = Math.max(1.2 * ratio, r * 0.28);
    c.beginPath();
    c.moveTo(x - r * 1.2, y + r * 1.2);
    c.lineTo(x + r * 1.2, y - r * 1.2);
    c.stroke();
  }
}

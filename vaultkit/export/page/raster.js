// Drawing nodes and edges into a bitmap larger than the view, in slices, so that no frame waits for it.
// While the view moves the last bitmap is moved and scaled; a new one replaces it when it is finished.

import { KINDS } from "./palette.js";
import { trace } from "./shapes.js";

const MARGIN = 0.25; // of the view, on every side
const EDGES_AT_ONCE = 400;
const NODES_AT_ONCE = 500;
const FAINTEST = 0.06; // below it, the eight bits of a colour round to one of its channels: grey adds up to green
const MOVING_EDGES = 6000; // drawn while the view moves; the others follow when it rests

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
   * Say what to draw. Edges are gathered by colour, so that each colour is one stroke style.
   * @param {{nodes: Uint8Array, edges: Uint8Array}} parts
   * @param {{colours: string[], of: Uint8Array}} colours
   * @param {import("./palette.js").Palette} palette
   * @param {boolean} byKind whether edges are coloured by their kind
   */
  appearance(parts, colours, palette, byKind) {
    const { graph } = this;
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    const notes = graph.kind.reduce((sum, kind) => sum + Number(graph.kinds[kind] === "note"), 0);
    const common = Math.max(12, notes / 12);
    const ofTags = new Set(["tagged", "has_day"].map((kind) => graph.edgeKinds.indexOf(kind)));
    let count = 0;
    for (let e = 0; e < graph.m; e++) {
      if (!parts.edges[e]) continue;
      const colour = byKind ? palette.edge(graph.edgeKinds[graph.edgeKind[e]]) : colours.colours[colours.of[graph.source[e]]];
      // a tag that most notes have says little: its links must not cover the others
      const key = ofTags.has(graph.edgeKind[e]) && graph.degree[graph.target[e]] > common ? `${colour} faint` : colour;
      const group = groups.get(key);
      if (group) group.push(e);
      else groups.set(key, [e]);
      count++;
    }
    const edges = [...groups]
      .map(([key, list]) => ({ colour: key.replace(" faint", ""), faint: key.endsWith(" faint"), list: Uint32Array.from(list) }))
      .sort((a, b) => Number(b.faint) - Number(a.faint));
    const shapes = graph.kinds.map((kind) => KINDS[kind][2]);
    this.look = { parts, edges, count, colours, palette, shapes };
    this.job = null;
  }

  /**
   * Begin a bitmap for a camera.
   * @param {{x: number, y: number, scale: number, fit: number, base: number}} at
   * @param {boolean} [moving] whether a sample of the edges will do
   */
  start(at, moving = false) {
    const context = this.back.getContext("2d", { alpha: false });
    const stride = moving ? Math.max(1, Math.ceil(this.look.count / MOVING_EDGES)) : 1;
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
    const strength = Math.min(0.55, Math.max(0.03, (2600 / Math.max(1, look.count)) * zoom ** 0.2));
    const alpha = Math.min(0.8, strength * look.palette.edgeStrength * (group.faint ? 0.16 : 1));
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

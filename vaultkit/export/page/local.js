// The neighbourhood of a node with springs, drawn by vis-network; the map's positions are the start.

import { calm, counted, el } from "./dom.js";
import { Measure, Occupied } from "./labels.js";
import { placeName, writeNames } from "./names.js";
import { EDGES, KINDS, dashes } from "./palette.js";
import { PICTURE_RATIO } from "./picture.js";
import { emptiness } from "./visible.js";

const MOST_NODES = 1500;
const SPREAD = 1.5; // of the map's distances, where the springs begin
const MOST_NAMED = 260;
const MOST_WORDED = 40; // nodes: among more of them, words on links only crowd
const UNWORDED = ["links_to", "tagged", "has_day"]; // the usual ones, and those that the other end's shape tells
const LONGEST_SETTLING = 9000; // milliseconds
const MOST_SETTLED = 400; // larger ones would take seconds
const NOT_PASSED = ["tag", "day"]; // they touch nearly everything
const SHAPES = { circle: "dot", diamond: "diamond", square: "square", triangle: "triangle", page: "square", hexagon: "hexagon", ring: "dot" };

/** @returns {boolean} whether the library is part of this page; it may not have been read yet */
export function canShowLocal(/** @type {any} */ graph) {
  return graph.localOptions !== null;
}

/**
 * Nodes within some steps of a node, nearest first, at most MOST_NODES of them; no way leads through a tag or a day.
 * @returns {Map<number, number>} distance by node
 */
export function neighbourhood(graph, parts, centre, depth) {
  const found = new Map([[centre, 0]]);
  for (const [i, distance] of found) {
    if (distance === depth || (i !== centre && NOT_PASSED.includes(graph.kinds[graph.kind[i]]))) continue;
    for (let q = graph.first[i]; q < graph.first[i + 1] && found.size < MOST_NODES; q++) {
      const other = graph.near[q];
      if (parts.edges[graph.via[q]] && !found.has(other)) found.set(other, distance + 1);
    }
  }
  return found;
}

export class LocalView {
  /** @param {HTMLElement} host @param {any} graph @param {import("./state.js").Store} store @param {(i: number) => void} select */
  constructor(host, graph, store, select) {
    this.graph = graph;
    this.store = store;
    this.select = select;
    this.network = null;
    /** @type {number[]} its nodes, nearest first */
    this.order = [];
    /** @type {Map<number, number>} its nodes and how far they are from the middle one */
    this.members = new Map();
    /** @type {{parts: any, centre: number, depth: number}} what it shows */
    this.shown = { parts: null, centre: -1, depth: 0 };
    this.held = false; // by a hand: then it no longer moves by itself
    this.flight = { scale: 1, end: -1e9 }; // where it last began to move to, and when it is there
    this.sides = new Map();
    this.covered = 0; // the panel lies beside it
    this.measure = new Measure(document.createElement("canvas").getContext("2d"));
    this.stage = el("div", { class: "canvas", id: "local" });
    this.note = el("p", { class: "hint", role: "status" });
    this.depths = el("div", { class: "depth", role: "group", "aria-label": "Steps from the note" });
    for (const depth of [1, 2, 3]) {
      this.depths.append(el("button", { type: "button", class: "button", "data-depth": depth, text: counted(depth, "step"), onclick: () => store.set({ depth }) }));
    }
    host.append(this.stage, this.depths, this.note);
  }

  /** Draw the neighbourhood of the selected node beside the panel; if it is drawn already, only its colours anew. */
  show(parts, palette, colours, { covered, sheet }) {
    this.stage.style.right = `${covered}px`;
    this.stage.style.bottom = `${sheet}px`;
    this.palette = palette;
    if (typeof (/** @type {any} */ (globalThis).vis?.Network) !== "function") return; // the page shows it when it is there
    const { graph, store } = this;
    const { node, from, depth } = store.view;
    for (const button of this.depths.children) button.setAttribute("aria-pressed", String(Number(button.getAttribute("data-depth")) === depth));
    const last = parts.nodes[this.shown.centre] ? this.shown.centre : undefined; // it stays when the panel is closed
    const centre = node >= 0 ? node : from >= 0 ? from : (last ?? graph.rank.find((i) => parts.nodes[i]));
    const nothing = centre === undefined;
    this.depths.hidden = nothing;
    this.note.classList.toggle("alone", nothing);
    if (nothing) {
      this.hide();
      this.note.textContent = emptiness(graph);
      return;
    }
    const same = this.network && this.shown.parts === parts && this.shown.centre === centre && this.shown.depth === depth;
    if (!same) this.members = neighbourhood(graph, parts, centre, depth);
    const { members } = this;
    const places = same ? null : this.startingPlaces(members, centre);
    this.shown = { parts, centre, depth };
    const nodes = [...members.keys()].map((i) => ({ ...this.node(i, centre, palette, colours), ...places?.get(i) }));
    const edges = this.edgesWithin(parts, palette);
    if (same) {
      this.network.body.data.nodes.update(nodes);
      this.network.body.data.edges.update(edges);
      this.network.redraw(); // at once, for paper too
      this.keep(300); // the panel may have come or gone
      return;
    }
    this.note.textContent = `${this.measure.fit(graph.label[centre], 450, 13, 420).text} and ${counted(members.size - 1, "node")} around it${members.size >= MOST_NODES ? ", cut off" : ""}`;
    this.begin(nodes, edges);
  }

  /** Start the springs. @param {any[]} nodes @param {any[]} edges */
  begin(nodes, edges) {
    const { members, graph } = this;
    this.network?.destroy();
    const vis = /** @type {any} */ (globalThis).vis;
    const data = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
    this.network = new vis.Network(this.stage, data, { ...graph.localOptions, physics: this.physics(members.size) });
    const { frame } = this.network.canvas; // the tab key stops there
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", "Neighbourhood of a note. Plus and minus zoom, zero shows all of it; the panel lists the note's links.");
    this.order = [...members.keys()].sort((a, b) => (members.get(a) ?? 0) - (members.get(b) ?? 0) || graph.degree[b] - graph.degree[a]);
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ c) => this.paintNames(c));
    this.follow(this.network);
    this.network.on("click", (event) => event.nodes.length && this.select(event.nodes[0]));
  }

  /**
   * Where the springs begin: nodes that are seen already stay where they are, others come as they lie on the map.
   * @param {Map<number, number>} members @param {number} centre @returns {Map<number, {x: number, y: number}>}
   */
  startingPlaces(members, centre) {
    const { graph } = this;
    const seen = this.network ? this.network.getPositions() : {};
    const from = seen[centre] ?? { x: 0, y: 0 };
    return new Map(
      [...members.keys()].map((i) => [i, seen[i] ?? { x: from.x + (graph.x[i] - graph.x[centre]) * SPREAD, y: from.y + (graph.y[i] - graph.y[centre]) * SPREAD }]),
    );
  }

  /** @returns {any[]} the links between members that are shown */
  edgesWithin(parts, palette) {
    const { graph, members } = this;
    const edges = [];
    for (const i of members.keys()) {
      for (let q = graph.first[i]; q < graph.first[i + 1]; q++) {
        const e = graph.via[q];
        if (graph.source[e] === i && parts.edges[e] && members.has(graph.target[e])) edges.push(this.edge(e, palette, members.size));
      }
    }
    return edges;
  }

  /** @param {number} size @returns {any} springs; for those who want no motion, already at rest when they are seen */
  physics(size) {
    const springs = this.graph.localOptions.physics;
    return calm() ? { ...springs, enabled: size <= MOST_SETTLED, stabilization: { iterations: 150, fit: true } } : springs;
  }

  /** Keep all in view while the springs settle, until a hand takes over. */
  follow(network) {
    if (calm()) network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    this.held = false;
    for (const event of ["dragStart", "zoom"]) network.once(event, () => (this.held ||= this.network === network));
    const fit = (/** @type {number} */ duration) => {
      if (this.network === network) this.keep(duration);
    };
    fit(0);
    const timer = setInterval(() => {
      fit(300);
      if (this.held || this.network !== network) clearInterval(timer);
    }, 450);
    setTimeout(() => {
      clearInterval(timer);
      if (this.network === network && !this.held) network.stopSimulation(); // until a node is dragged
    }, LONGEST_SETTLING);
    network.once("stabilized", () => {
      clearInterval(timer);
      fit(400);
    });
  }

  /** Keep all nodes in view, unless a hand has taken over. @param {number} duration in milliseconds */
  keep(duration) {
    if (this.network && !this.held) this.move(this.framing(this.network), duration);
  }

  /** @param {{position?: {x: number, y: number}, scale: number}} aim @param {number} duration in milliseconds */
  move(aim, duration) {
    const time = calm() ? 0 : duration;
    this.flight = { scale: aim.scale, end: performance.now() + time };
    this.network.moveTo({ ...aim, animation: time ? { duration: time, easingFunction: "easeInOutQuad" } : false });
  }

  /** Look from nearer or further away. @param {number} factor */
  zoom(factor) {
    this.held = true;
    if (!this.network) return;
    const scale = performance.now() < this.flight.end ? this.flight.scale : this.network.getScale(); // keys may come faster
    this.move({ scale: scale * factor }, 180);
  }

  /** Show all nodes. */
  fit() {
    if (this.network) this.move(this.framing(this.network), 450);
  }

  /** @returns {{position: {x: number, y: number}, scale: number}} where all nodes are in view, with room for the names at the rim */
  framing(network) {
    const places = /** @type {{x: number, y: number}[]} */ (Object.values(network.getPositions()));
    const xs = places.map(({ x }) => x), ys = places.map(({ y }) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = Math.max(80, this.stage.clientWidth - 180), height = Math.max(80, this.stage.clientHeight - 170);
    const scale = Math.min(width / (right - left + 1), height / (bottom - top + 1), 1.4);
    return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale };
  }

  node(i, centre, palette, colours) {
    const { graph } = this;
    const kind = graph.kinds[graph.kind[i]];
    const shape = KINDS[kind][2];
    const colour = colours.colours[colours.of[i]];
    const hollow = shape === "ring";
    const fill = hollow ? palette.ground : colour;
    return {
      id: i,
      title: graph.label[i],
      fixed: i === centre, // or the springs of a hub send the whole round in circles
      shape: SHAPES[shape],
      size: i === centre ? 16 : Math.max(6, Math.min(14, 5 + Math.sqrt(graph.degree[i]))),
      color: {
        background: shape === "page" ? palette.ground : fill,
        border: hollow || shape === "page" || i !== centre ? colour : palette.accent,
        highlight: { background: fill, border: palette.accent },
        hover: { background: fill, border: palette.accent },
      },
      borderWidth: i === centre ? 3 : 1.5,
      shapeProperties: { borderDashes: hollow ? [3, 2] : false },
    };
  }

  edge(e, palette, size) {
    const { graph } = this;
    const kind = graph.edgeKinds[graph.edgeKind[e]];
    const dash = dashes(kind);
    return {
      id: e,
      from: graph.source[e],
      to: graph.target[e],
      kind,
      color: { color: palette.edge(kind), opacity: size > 200 ? 0.35 : 0.6, highlight: palette.edge(kind), hover: palette.edge(kind) },
      dashes: dash.length ? dash : false,
    };
  }

  get width() {
    return this.stage.clientWidth;
  }

  /** @param {number} i @returns {[number, number, number]} where a node is within the view, and its radius */
  place(i) {
    const { x, y } = this.network.canvasToDOM(this.network.getPosition(i));
    return [x, y, this.network.body.nodes[i].options.size * this.network.getScale()];
  }

  /** @returns {import("./names.js").Label[]} names that cover no other, those nearest to the middle first */
  names() {
    const taken = new Occupied(), rims = new Occupied();
    const seen = this.order.map((i) => {
      const [x, y, r] = this.place(i);
      return { i, x, y, r };
    });
    for (const { x, y, r } of seen) rims.add([x - r, y - r, x + r, y + r]);
    const labels = [];
    for (const [k, { i, x, y, r }] of seen.slice(0, MOST_NAMED).entries()) {
      const label = placeName(this, { i, x, y, r, weight: k ? 450 : 600, size: k ? 12 : 15, alpha: 1, must: k === 0 }, taken, rims);
      if (label) labels.push(label);
    }
    return seen.length > MOST_WORDED ? labels : [...labels, ...this.words(taken, rims)];
  }

  /** @param {Occupied} taken @param {Occupied} rims @returns {import("./names.js").Label[]} what the links mean, where their middle is free */
  words(taken, rims) {
    const labels = [];
    for (const { id, from, to, kind } of this.network.body.data.edges.get()) {
      if (UNWORDED.includes(kind)) continue;
      const [ax, ay] = this.place(from), [bx, by] = this.place(to);
      const text = EDGES[kind][1].toLowerCase();
      const x = (ax + bx) / 2, y = (ay + by) / 2;
      const half = this.measure.width(text, 450, 11) / 2 + 4;
      const box = [x - half, y - 9, x + half, y + 9];
      if (Math.hypot(ax - bx, ay - by) < 2 * half + 20 || !rims.free(box) || !taken.take(box)) continue;
      labels.push({ key: `edge ${id}`, text, x, y, size: 11, weight: 450, baseline: /** @type {const} */ ("middle"), halo: 4, alpha: 0.8 });
    }
    return labels;
  }

  /** Write the names over the network, at one size whatever the zoom. */
  paintNames(/** @type {CanvasRenderingContext2D} */ c) {
    const ratio = this.network.canvas.pixelRatio;
    c.save();
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    writeNames(c, this.palette, this.names());
    c.restore();
  }

  /** @returns {HTMLCanvasElement|null} what it shows now as a picture, on its ground; the network itself has none */
  picture() {
    const { network } = this;
    if (!network) return null;
    const { canvas } = network.canvas.frame, { width, height } = canvas, { pixelRatio } = network.canvas;
    const draw = (/** @type {number} */ ratio, /** @type {number} */ wide, /** @type {number} */ high) => {
      Object.assign(canvas, { width: wide, height: high });
      network.canvas.pixelRatio = ratio;
      network.renderer._redraw();
    };
    const copy = document.createElement("canvas");
    copy.width = canvas.clientWidth * PICTURE_RATIO;
    copy.height = canvas.clientHeight * PICTURE_RATIO;
    draw(PICTURE_RATIO, copy.width, copy.height);
    const c = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d"));
    c.fillStyle = this.palette.ground;
    c.fillRect(0, 0, copy.width, copy.height);
    c.drawImage(canvas, 0, 0);
    draw(pixelRatio, width, height);
    return copy;
  }

  /** @param {import("./palette.js").Palette} palette @param {any} colours @returns {import("./picture.js").Drawing|null} what it shows now */
  drawing(palette, colours) {
    const { network, graph } = this;
    if (!network) return null;
    const marks = [...this.order].reverse().map((i) => {
      const [x, y, r] = this.place(i);
      return { kind: graph.kinds[graph.kind[i]], colour: colours.colours[colours.of[i]], x, y, r, missing: graph.flags[i] === "missing" };
    });
    const strokes = network.body.data.edges.get().map((/** @type {any} */ edge) => {
      const [ax, ay] = this.place(edge.from), [bx, by] = this.place(edge.to);
      return { kind: edge.kind, colour: palette.edge(edge.kind), ax, ay, bx, by };
    });
    return { width: this.stage.clientWidth, height: this.stage.clientHeight, title: graph.title, marks, strokes, labels: this.names(), thin: 1 };
  }

  hide() {
    this.network?.destroy();
    this.network = null;
  }
}

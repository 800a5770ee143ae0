// The map of the whole vault: bitmap below, labels and the lit neighbourhood above.

import { Camera, steer } from "./camera.js";
import { calm } from "./dom.js";
import { Measure } from "./labels.js";
import { Fading } from "./names.js";
import { paintOverlay } from "./overlay.js";
import { Picking } from "./picking.js";
import { Raster, drawnScale } from "./raster.js";

const MOVING_EDGES = 6000; // drawn while the view moves; the others follow when it rests
const FIRST_EDGES = 20000; // of the first picture
const ROOM = 0.92; // of the view, filled by what is to be seen
const NARROW = 700; // pixels: views up to that width have less room at their sides
const CLOSEST = 4.6; // pixels for a unit of the map, where a few notes would fill the view
const LARGEST = 5.5; // pixels: the mean radius at which nodes are shown at first
const FEW = 30; // nodes: the fewer, the larger they may be

export class MapView {
  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} controls that lie on it
   * @param {any} graph
   * @param {{hover: (i: number) => void, select: (i: number) => void, open: (i: number) => void, moved: () => void}} on
   */
  constructor(host, controls, graph, on) {
    this.host = host;
    this.controls = controls;
    this.kept = [0, 0, 0, 0]; // their box
    this.panel = { wide: 0, top: 0, bottom: 0 }; // its box, from the right border
    this.graph = graph;
    this.on = on;
    this.base = document.createElement("canvas");
    this.over = document.createElement("canvas");
    this.base.tabIndex = 0;
    this.base.setAttribute("role", "application");
    this.base.setAttribute("aria-label", "Map of the vault. Arrows move, plus and minus zoom, slash searches; the list tab shows the same as a table.");
    this.over.setAttribute("aria-hidden", "true");
    host.append(this.base, this.over);
    this.camera = new Camera();
    this.picking = new Picking(graph);
    this.raster = new Raster(graph, () => (this.dirty = true));
    /** @type {Map<number, string>} on which side of its node each name was written last */
    this.sides = new Map();
    this.fading = new Fading();
    this.meanSize = 1;
    this.measure = new Measure(document.createElement("canvas").getContext("2d"));
    /** @type {{nodes: number[], edges: number[]}|null} a path to show above all else */
    this.path = null;
    this.grow = 1;
    this.themeShown = graph.themes.map(() => true);
    this.width = 0; // of the view, in pixels
    this.height = 0;
    this.ratio = 1; // device pixels per pixel
    this.fitScale = 0;
    this.hovered = -1;
    this.selected = -1;
    this.meant = { i: -1, time: -1e9 }; // by the last click
    this.clicking = false; // whether what happens now comes of a click
    this.lit = -1;
    this.light = 0;
    this.covered = 0; // pixels of the right side, below the panel
    this.sheet = 0; // and of the foot, where the panel lies on a phone
    this.frames = 0;
    this.firstPicture = 0;
    this.lastMove = -1e9;
    this.resized = -1e9;
    this.dirty = true;
    this.running = false;
    steer(this.base, this.camera, {
      moved: () => this.touch(),
      hover: (x, y) => this.hoverAt(x, y),
      leave: () => this.hover(-1),
      click: (x, y, reach, time) => this.clicked(x, y, reach, time),
      open: (x, y, time) => this.doubled(x, y, time),
    });
    new ResizeObserver(() => this.resize()).observe(host);
  }

  /** Say what is shown and how. */
  appearance(parts, colours, palette, byKind) {
    this.parts = parts;
    this.palette = palette;
    this.raster.appearance(parts, colours, palette, byKind);
    this.countThemes();
    if (this.hovered >= 0 && !parts.nodes[this.hovered]) this.hover(-1);
    this.stale = true;
    this.wake();
  }

  /** Themes most of whose nodes are filtered away are not named. */
  countThemes() {
    const { graph, parts } = this;
    const shown = new Uint32Array(graph.themes.length);
    for (let i = 0; i < graph.n; i++) if (parts.nodes[i] && graph.theme[i] >= 0) shown[graph.theme[i]]++;
    this.themeShown = graph.themes.map((/** @type {{size: number}} */ theme, /** @type {number} */ k) => shown[k] > 0.2 * theme.size);
  }

  /** Show a path, or nothing special. @param {{nodes: number[], edges: number[]}|null} path */
  showPath(path) {
    this.path = path;
    this.dirty = true;
    if (path) this.flyTo(path.nodes);
    this.wake();
  }

  /** Fly so that some nodes are all in the free part of the view. @param {number[]} nodes */
  flyTo(nodes, time = calm() ? 0 : 520) {
    if (!this.fitScale) return;
    const { graph } = this;
    const xs = nodes.map((i) => graph.x[i]), ys = nodes.map((i) => graph.y[i]);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = this.width - this.covered - (this.width > NARROW ? 160 : 100), height = this.height - this.sheet - 160;
    const scale = Math.min(Math.max(80, width) / (right - left + 1), Math.max(80, height) / (bottom - top + 1), this.fitScale * 2);
    const [dx, dy] = this.aside(scale);
    this.camera.go((left + right) / 2 + dx, (top + bottom) / 2 + dy, scale, time);
    this.touch();
  }

  resize() {
    const width = this.host.clientWidth, height = this.host.clientHeight;
    if (!width || !height || !this.parts) return;
    const ratio = Math.min(devicePixelRatio || 1, this.graph.n > 20000 ? 1.5 : 2);
    const changed = width !== this.width || height !== this.height || ratio !== this.ratio;
    if (!changed) return;
    Object.assign(this, { width, height, ratio, resized: performance.now() });
    for (const canvas of [this.base, this.over]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.raster.resize(width, height, ratio);
    const { offsetLeft: left, offsetTop: top, offsetWidth, offsetHeight } = this.controls;
    this.kept = [left, top, left + offsetWidth, top + offsetHeight];
    const before = this.fitScale;
    const home = !before || this.isHome();
    this.measureFit();
    if (home) this.fit(0);
    else this.camera.go(this.camera.x, this.camera.y, (this.camera.scale * this.fitScale) / before);
    this.dirty = true;
    this.frame(performance.now(), true);
    this.wake();
  }

  /** Find the scale at which the whole vault fills the view, whatever is filtered, and how large nodes are then. */
  measureFit() {
    const { flags, n } = this.graph;
    const ordinary = Uint8Array.from({ length: n }, (_, i) => Number(flags[i] !== "template"));
    this.fitScale = this.framing(ordinary)[2];
    this.camera.least = this.fitScale * 0.25;
    this.camera.most = this.fitScale * Math.min(40, Math.max(5, Math.sqrt(n) / 2)); // neighbours are then some hundred pixels apart
    const mean = this.graph.n ? this.graph.size.reduce((a, b) => a + b, 0) / this.graph.n : 5;
    this.meanSize = mean;
    const largest = LARGEST * (1 + 0.7 * Math.max(0, 1 - n / FEW));
    this.nodeScale = Math.min(largest, Math.max(1.15, 0.95 * this.fitScale * mean)) / mean;
  }

  /** @param {Uint8Array} nodes @returns {[number, number, number]} where the camera shows all of them, and its scale there */
  framing(nodes) {
    const box = this.bounds(nodes);
    const scale = Math.min((this.width * ROOM) / (box[2] - box[0]), ((this.height - 24) * ROOM) / (box[3] - box[1]));
    return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, Math.min(scale, CLOSEST)];
  }

  /** @returns {boolean} whether the view shows all that is not filtered away, as after `fit` */
  isHome() {
    const [x, y, scale] = this.framing(this.parts.nodes);
    const [atX, atY, atScale] = this.camera.aim();
    return Math.abs(atScale / scale - 1) < 0.01 && Math.hypot(atX - x, atY - y) * scale < 2;
  }

  /** @param {Uint8Array} nodes @returns {number[]} the box round them */
  bounds(nodes) {
    const { graph } = this;
    let box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < graph.n; i++) {
      if (!nodes[i]) continue;
      const r = graph.size[i] + 8;
      box = [Math.min(box[0], graph.x[i] - r), Math.min(box[1], graph.y[i] - r), Math.max(box[2], graph.x[i] + r), Math.max(box[3], graph.y[i] + r)];
    }
    return box[0] === Infinity ? [-100, -100, 100, 100] : box;
  }

  /** Show everything that is not filtered away. */
  fit(time = calm() ? 0 : 450) {
    this.camera.go(...this.framing(this.parts.nodes), time);
    this.touch();
  }

  /** Fly to a node, into the part of the view that the panel leaves free. */
  fly(i, time = calm() ? 0 : 520) {
    if (!this.fitScale) return;
    const near = Math.max(this.camera.scale, this.fitScale * Math.min(4, Math.max(1.4, Math.sqrt(this.graph.n) / 18)));
    const [dx, dy] = this.aside(near);
    this.camera.go(this.graph.x[i] + dx, this.graph.y[i] + dy, near, time);
    this.touch();
  }

  /** @param {number} scale @returns {[number, number]} from the middle of the part that the panel leaves free to that of the view */
  aside(scale) {
    return [this.covered / 2 / scale, this.sheet / 2 / scale];
  }

  /** Move the map if the panel covers a node. @param {number} i */
  uncover(i) {
    if (!this.fitScale) return;
    const [x, y] = this.screen(i);
    if ((!this.covered || x < this.width - this.covered - 12) && (!this.sheet || y < this.height - this.sheet - 16)) return;
    const [dx, dy] = this.aside(this.camera.scale);
    this.camera.go(this.graph.x[i] + dx, this.graph.y[i] + dy, this.camera.scale, calm() ? 0 : 420);
    this.touch();
  }

  /** Fly to a node that is out of sight. @param {number} i */
  seek(i) {
    const [x, y] = this.screen(i);
    if (x < 0 || y < 0 || x > this.width || y > this.height) this.fly(i);
    else this.uncover(i);
  }

  zoom(/** @type {number} */ factor) {
    const [x, y, scale] = this.camera.aim(); // keys may come faster than it flies
    this.camera.go(x, y, scale * factor, calm() ? 0 : 180);
    this.touch();
  }

  pan(/** @type {number} */ dx, /** @type {number} */ dy) {
    this.camera.pan(dx, dy);
    this.touch();
  }

  touch() {
    this.lastMove = performance.now();
    this.dirty = true;
    this.on.moved();
    this.wake();
  }

  select(/** @type {number} */ i) {
    this.selected = i;
    this.dirty = true;
    this.wake();
  }

  pick(/** @type {number} */ px, /** @type {number} */ py, reach = 7) {
    const { x, y, scale } = this.camera;
    const grow = drawnScale(scale / this.fitScale, this.nodeScale) / scale;
    const radius = (/** @type {number} */ i) => this.graph.size[i] * grow;
    return this.picking.at((px - this.width / 2) / scale + x, (py - this.height / 2) / scale + y, reach / scale, radius, this.parts.nodes);
  }

  hoverAt(/** @type {number} */ x, /** @type {number} */ y) {
    this.hover(this.pick(x, y));
  }

  hover(/** @type {number} */ i) {
    if (i === this.hovered) return;
    this.hovered = i;
    this.base.style.cursor = i >= 0 ? "pointer" : "";
    this.dirty = true;
    this.on.hover(i);
    this.wake();
  }

  clicked(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ reach, /** @type {number} */ time) {
    const i = this.pick(x, y, reach);
    this.meant = { i, time };
    this.clicking = true;
    this.on.select(i);
    this.clicking = false;
  }

  /** Open the node that was pointed at: by two clicks the one that the first hit, as the map may have moved since. */
  doubled(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ time) {
    const i = time - this.meant.time < 500 ? this.meant.i : this.pick(x, y, 16);
    if (i >= 0) this.on.open(i);
    else {
      this.camera.zoomAt(2, x - this.width / 2, y - this.height / 2);
      this.touch();
    }
  }

  /** Frames are asked for only while something changes. */
  wake() {
    if (this.running) return;
    this.running = true;
    requestAnimationFrame((now) => this.loop(now));
  }

  loop(/** @type {number} */ now) {
    this.running = false;
    if (this.frame(now, false)) this.wake();
  }

  /** Draw a frame. @returns {boolean} whether another one is needed */
  frame(/** @type {number} */ now, /** @type {boolean} */ first) {
    if (!this.width || !this.parts) return false;
    this.frames++;
    const flying = this.camera.step(now);
    if (flying) {
      this.dirty = true;
      this.lastMove = now;
    }
    this.refine(now, first);
    const fading = this.fade();
    if (this.dirty) {
      this.dirty = false;
      this.paint();
      if (!this.firstPicture) this.firstPicture = performance.now();
    }
    return flying || fading || this.raster.job !== null || this.dirty || now - this.lastMove < 120;
  }

  /** Start or go on with a sharper bitmap: gently while moving, faster when still. */
  refine(/** @type {number} */ now, /** @type {boolean} */ first) {
    const { raster, camera } = this;
    const at = { x: camera.x, y: camera.y, scale: camera.scale, fit: this.fitScale, base: this.nodeScale };
    const still = now - this.lastMove > 70;
    const same = (/** @type {any} */ s) => s && s.x === at.x && s.y === at.y && s.scale === at.scale;
    if (!raster.shown || this.stale) {
      if (!raster.job || this.stale) raster.start(at, first ? FIRST_EDGES : Infinity);
      this.stale = false;
      raster.work(first ? 400 : 30);
    } else if (!same(raster.shown) || (still && raster.shown.stride > 1)) {
      if (!raster.job && (still || raster.far(at))) raster.start(at, still ? Infinity : MOVING_EDGES);
      else if (raster.job && still && (!same(raster.job) || raster.job.stride > 1)) raster.start(at);
    }
    if (raster.job) raster.work(still ? 12 : 5);
  }

  /** Light and dim the neighbourhood of a node softly. @returns {boolean} whether it is still changing */
  fade() {
    const wanted = this.hovered >= 0 ? this.hovered : this.parts.nodes[this.selected] ? this.selected : -1;
    if (wanted >= 0) this.lit = wanted;
    const goal = wanted >= 0 ? 1 : 0;
    if (this.light === goal) return false;
    this.light = calm() ? goal : goal > this.light ? Math.min(1, this.light + 0.2) : Math.max(0, this.light - 0.14);
    this.dirty = true;
    return this.light !== goal;
  }

  paint() {
    const { camera, raster, ratio } = this;
    this.grow = drawnScale(camera.scale / this.fitScale, this.nodeScale);
    const c = this.base.getContext("2d", { alpha: false });
    const shown = raster.shown ?? raster.job;
    const source = raster.shown ? raster.front : raster.back;
    const f = camera.scale / shown.scale;
    c.fillStyle = this.palette.ground;
    c.fillRect(0, 0, this.base.width, this.base.height);
    c.imageSmoothingEnabled = Math.abs(f - 1) > 1e-6;
    const w = source.width * f, h = source.height * f;
    let x = this.base.width / 2 + (shown.x - camera.x) * camera.scale * ratio - w / 2;
    let y = this.base.height / 2 + (shown.y - camera.y) * camera.scale * ratio - h / 2;
    if (f === 1) [x, y] = [Math.round(x), Math.round(y)];
    c.drawImage(source, x, y, w, h);
    const o = this.over.getContext("2d");
    o.setTransform(ratio, 0, 0, ratio, 0, 0);
    o.clearRect(0, 0, this.width, this.height);
    paintOverlay(o, this);
  }

  /** Draw the present view at once, all on one canvas: what another one has wiped above it is printed as white. */
  paintForPrint() {
    if (!this.width) return;
    this.frame(performance.now(), true);
    const c = this.base.getContext("2d");
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    paintOverlay(c, this, true);
    c.resetTransform();
  }

  /** @param {number} i @returns {number} the radius of a node on the screen */
  radius(i) {
    return Math.max(0.9, this.graph.size[i] * this.grow);
  }

  /** @param {number} i @returns {[number, number, number]} where a node is on the screen, and its radius */
  screen(i) {
    const { camera, graph } = this;
    return [
      (graph.x[i] - camera.x) * camera.scale + this.width / 2,
      (graph.y[i] - camera.y) * camera.scale + this.height / 2,
      this.radius(i),
    ];
  }
}

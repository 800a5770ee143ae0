// Putting the page together: one state, and views that follow it.

import { pathOf, readGraph } from "./data.js";
import { byId, calm, counted } from "./dom.js";
import { SideBar } from "./filters.js";
import { bindKeys, bindTabs } from "./keys.js";
import { listed, markRow, showAll, showList } from "./list.js";
import { LocalView, canShowLocal } from "./local.js";
import { MapView } from "./map.js";
import { KINDS, Palette, colouring } from "./palette.js";
import { showPanel } from "./panel.js";
import { pathText, showPath } from "./pathcard.js";
import { shortestPath } from "./paths.js";
import { MOST_NODES, drawingOf, pictureOf, svgText } from "./picture.js";
import { copy, download, menu, noteList } from "./save.js";
import { Index, SearchBox } from "./search.js";
import { passable, pullable } from "./sheet.js";
import { sizing } from "./sizes.js";
import { Store, UNFILTERED } from "./state.js";
import { emptiness, revealing, visibleParts } from "./visible.js";

const page = document.documentElement;
const graph = readGraph(JSON.parse(byId("vaultkit-data").textContent));
const byDegree = graph.size;
const store = new Store(graph.byId, graph.id, graph.start);
if (!canShowLocal(graph) && store.view.view === "local") store.view.view = "map";
page.dataset.theme = store.view.theme;
const palette = new Palette();
let parts = visibleParts(graph, store.view);
let colours = colouring(graph, palette, store.view.colour);
/** @type {{nodes: number[], edges: number[]}|null} */
let path = null;
let printing = false;
let cameraTimer = 0, toastTimer = 0;
graph.size = sizing(graph, byDegree, store.view.size);

const map = new MapView(byId("map"), byId("zoom"), graph, { hover: () => {}, select: choose, open: openLocal, moved: saveCamera });
map.appearance(parts, colours, palette, store.view.colour === "kind");
showTab();
map.resize();

/** @type {Index|null} */
let index = null;
const theIndex = () => (index ??= new Index(graph));
const local = canShowLocal(graph) ? new LocalView(byId("view-local"), graph, store, choose) : null;
if (!local) byId("tab-local").hidden = true;
const searchInput = byId("search");
const searchBox = new SearchBox(searchInput, byId("results"), graph, (query) => theIndex().find(query), palette, {
  pick: (i) => {
    goTo(i);
    byId("panel").querySelector("h2")?.focus(); // what was found is read on; a phone's keyboard makes room for it
  },
  query: (query) => store.set({ query }),
  say,
});
const side = new SideBar(byId("side"), graph, store);

/** Take a node that was pointed at: as the selection, or as an end of a path. @param {number} i */
function choose(i) {
  const { pathing, from } = store.view;
  if (!pathing) store.set({ node: i });
  else if (i >= 0 && from < 0) store.set({ from: i });
  else if (i >= 0 && i !== from) store.set({ to: i });
}

/** Take a node and show where it is. @param {number} i */
function goTo(i) {
  if (!parts.nodes[i]) store.set(revealing(graph, store.view, i));
  choose(i);
  if (store.view.view === "map" && !path) map.fly(i);
}

/** Look for a path, from a node if one is given. @param {number} from */
function startPath(from) {
  store.set({ pathing: true, from, to: -1, node: -1, view: store.view.view === "local" ? "map" : store.view.view });
}

function endPath() {
  store.set({ pathing: false, from: -1, to: -1 });
}

function openLocal(i) {
  if (i >= 0 && local) store.set({ node: i, view: "local", pathing: false, from: -1, to: -1 });
}

function saveCamera() {
  if (!map?.fitScale) return;
  clearTimeout(cameraTimer);
  cameraTimer = setTimeout(() => {
    const [x, y, scale] = map.camera.aim();
    store.set({ camera: map.isHome() ? "" : [x.toFixed(0), y.toFixed(0), (scale / map.fitScale).toFixed(2)].join(",") });
  }, 300);
}

/** Look where the address says. @param {number} [time] to get there */
function restoreCamera(time = calm() ? 0 : 450) {
  const [x, y, zoom] = store.view.camera.split(",").map(Number);
  if (store.view.camera && [x, y, zoom].every(Number.isFinite) && zoom > 0) {
    map.camera.go(x, y, zoom * map.fitScale, time);
    map.stale = time === 0;
    map.touch();
  } else if (path) map.flyTo(path.nodes, time);
  else if (store.view.node >= 0) map.fly(store.view.node, time);
  else if (map.fitScale) map.fit(time);
}

/** Say that the address asks for what is not here. */
function tellLost() {
  if (store.lost.length) tell(`Not in this graph: ${pathOf(store.lost[0]).slice(0, 120)}`);
}

function showTab() {
  for (const view of ["map", "local", "list"]) {
    byId(`view-${view}`).hidden = view !== store.view.view;
    const tab = byId(`tab-${view}`);
    tab.setAttribute("aria-selected", String(view === store.view.view));
    tab.tabIndex = view === store.view.view ? 0 : -1;
  }
  page.dataset.view = store.view.view;
}

/** Find the path anew and show it, or what is missing for one. */
function showPathing() {
  const { pathing, from, to } = store.view;
  path = pathing && from >= 0 && to >= 0 ? shortestPath(graph, parts, from, to) : null;
  byId("path").setAttribute("aria-pressed", String(pathing));
  if (pathing) map.select(from);
  map.showPath(path);
}

function showSelection() {
  const panel = byId("panel");
  const { node, pathing, from, to } = store.view;
  const open = pathing || node >= 0;
  const focused = panel.contains(document.activeElement);
  if (!pathing) map.select(node);
  const risen = open && panel.hidden;
  panel.hidden = !open;
  page.dataset.panel = open ? "open" : "";
  panel.setAttribute("aria-label", pathing ? "Path" : "Selected note");
  document.title = `${node >= 0 ? `${graph.label[node]} · ` : ""}${graph.title} · graph`;
  if (pathing) {
    showPath(panel, graph, palette, { from, to }, path, {
      look: (i) => (store.view.view === "map" ? map.fly(i) : store.set({ node: i, pathing: false, from: -1, to: -1 })),
      close: endPath,
      swap: () => store.set({ from: to, to: from }),
      again: () => startPath(-1),
    });
    say(pathText(graph, { from, to }, path));
  } else if (node >= 0) {
    showPanel(panel, graph, palette, node, {
      select: goTo,
      close: () => choose(-1),
      local: local ? openLocal : null,
      map: () => store.set({ view: "map" }),
      path: startPath,
      tag: (name) => store.put("tags", name.toLowerCase(), true),
    });
    say(`${graph.label[node]}, ${KINDS[graph.kinds[graph.kind[node]]][0]}, ${counted(graph.degree[node], "link")}`);
  }
  cover();
  if (risen && map.clicking) passable(panel); // last: filling it takes a moment
  if (focused) (open ? panel.querySelector("h2") : document.querySelector("#map canvas"))?.focus();
}

/** Tell the map what the panel covers of it. */
function cover() {
  const panel = byId("panel");
  const { clientWidth, clientHeight } = panel.parentElement;
  const atFoot = innerWidth <= 700;
  const wide = panel.hidden ? 0 : clientWidth - panel.offsetLeft;
  map.panel = { wide, top: panel.offsetTop, bottom: panel.offsetTop + panel.offsetHeight };
  map.covered = atFoot ? 0 : wide;
  map.sheet = panel.hidden || !atFoot ? 0 : clientHeight - panel.offsetTop;
  page.style.setProperty("--sheet", `${map.sheet}px`);
}

/** @param {string} text for screen readers */
function say(text) {
  byId("live").textContent = text;
}

/** @param {boolean} [moved] whether only another node was selected */
function showRest(moved = false) {
  const { view, node } = store.view;
  if (view === "list" && moved) markRow(byId("view-list"), graph, node);
  else if (view === "list") showList(byId("view-list"), graph, store, palette, parts.nodes, theIndex(), goTo);
  if (view === "local") local?.show(parts, palette, colours, map);
  else local?.hide();
}

/** Say why the map is empty, if it is. */
function showEmptiness() {
  byId("hint").hidden = parts.shownNodes > 0;
  byId("hint").textContent = emptiness(graph);
}

/** Bring the page in step with what has changed. @param {import("./state.js").View} view @param {Set<string>} changed @param {boolean} asked */
function follow(view, changed, asked) {
  const any = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
  const filtered = any(...Object.keys(UNFILTERED));
  if (any("theme")) {
    page.dataset.theme = printing ? "light" : view.theme;
    palette.read();
  }
  if (filtered) {
    parts = visibleParts(graph, view);
    showEmptiness();
  }
  if (any("size")) graph.size = sizing(graph, byDegree, view.size);
  if (filtered || any("theme", "colour", "size")) {
    colours = colouring(graph, palette, view.colour);
    map.appearance(parts, colours, palette, view.colour === "kind");
    side.update(parts, palette, colours.legend);
  }
  if (any("view")) {
    showTab();
    map.resize();
    map.touch();
  }
  if (filtered && !side.playing()) say(byId("counts").textContent);
  if (any("pathing", "from", "to") || (filtered && view.pathing)) showPathing();
  if (any("node", "theme", "pathing", "from", "to") || (filtered && view.pathing)) showSelection();
  if (any("view") && view.view === "map" && view.node >= 0 && !asked) map.seek(view.node);
  else if (any("node") && view.node >= 0) map.uncover(view.node);
  const moved = !filtered && !any("view", "theme", "query", "sort");
  if (filtered || any("node", "from", "view", "depth", "theme", "colour") || (view.view === "list" && any("query", "sort"))) showRest(moved);
  if (any("query") && searchInput !== document.activeElement) searchBox.fill(view.query);
  if (asked) tellLost();
  if (asked && any("camera", "node", "view", "pathing", "from", "to")) restoreCamera();
}

store.listen(follow);

function toggleTheme() {
  const { theme } = store.view;
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  store.set({ theme: dark ? "light" : "dark" });
}

function toggleSide() {
  const open = page.dataset.side !== "open";
  page.dataset.side = open ? "open" : "";
  byId("menu").setAttribute("aria-expanded", String(open));
}

/** Paper is light. @param {boolean} on */
function print(on) {
  printing = on;
  follow(store.view, new Set(["theme"]), false);
}

/** @param {string} text said to all for a moment */
function tell(text) {
  const toast = byId("toast");
  toast.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.textContent = ""), 3200);
}

async function copyAndTell(/** @type {string} */ text, /** @type {string} */ what) {
  tell((await copy(text)) ? `${what} copied` : "This browser does not let the page copy");
}

/** @returns {boolean} whether there is something to save; if not, that has been told */
function picturable() {
  if (store.view.view === "list") tell("A list has no picture: choose Map or Local first");
  return store.view.view !== "list";
}

const SAVE = {
  "Save as PNG": () => {
    if (!picturable()) return;
    const picture = (store.view.view === "local" && local?.picture()) || pictureOf(map);
    picture.toBlob((/** @type {Blob|null} */ blob) => blob && download(blob, graph.title, "png"), "image/png");
  },
  "Save as SVG": () => {
    if (!picturable()) return;
    const drawing = (store.view.view === "local" && local?.drawing(palette, colours)) || drawingOf(map);
    if (drawing.marks.length > MOST_NODES) tell(`An SVG holds at most ${counted(MOST_NODES, "node")}: zoom in or filter first`);
    else download(new Blob([svgText(drawing, palette)], { type: "image/svg+xml" }), graph.title, "svg");
  },
  "Copy link to this view": () => {
    store.write();
    copyAndTell(location.href, "Link");
  },
  "Copy list of notes": () => {
    const members = path ? path.nodes : listed(graph, store.view, parts.nodes, theIndex());
    copyAndTell(noteList(graph, members), counted(members.length, "line"));
  },
};

/** @returns {MapView|LocalView|null} what can be looked at from nearer */
const drawn = () => ({ map, local, list: null })[store.view.view];

/** @type {Record<string, () => void>} */
const KEYS = {
  "/": () => searchInput.select(),
  "0": () => drawn()?.fit(),
  "+": () => drawn()?.zoom(1.5),
  "=": () => drawn()?.zoom(1.5),
  "-": () => drawn()?.zoom(1 / 1.5),
  t: toggleTheme,
  p: () => (store.view.pathing ? endPath() : startPath(store.view.node)),
  l: () => (store.view.view === "local" ? store.set({ view: "map" }) : openLocal(store.view.node >= 0 ? store.view.node : graph.rank[0])),
  Escape: () => (page.dataset.side === "open" ? toggleSide() : store.view.pathing ? endPath() : choose(-1)),
  ArrowLeft: () => map.pan(60, 0),
  ArrowRight: () => map.pan(-60, 0),
  ArrowUp: () => map.pan(0, 60),
  ArrowDown: () => map.pan(0, -60),
};

bindKeys(KEYS, () => store.view.view === "map");
bindTabs(["map", ...(local ? ["local"] : []), "list"], (name) => byId(`tab-${name}`), (name) => store.set({ view: /** @type {any} */ (name) }));
pullable(byId("panel"), () => (store.view.pathing ? endPath() : choose(-1)));
menu(byId("save"), byId("save-menu"), SAVE);
for (const [id, action] of Object.entries({ "zoom-in": KEYS["+"], "zoom-out": KEYS["-"], "zoom-fit": KEYS["0"], theme: toggleTheme, path: KEYS.p, menu: toggleSide })) {
  byId(id).addEventListener("click", action);
}
document.addEventListener("pointerdown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (page.dataset.side === "open" && !at.closest("#side, #menu")) toggleSide();
});
byId("skip").addEventListener("click", (/** @type {Event} */ event) => {
  event.preventDefault();
  store.set({ view: "list" });
  byId("view-list").focus();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => follow(store.view, new Set(["theme"]), false));
addEventListener("beforeprint", () => {
  print(true);
  map.paintForPrint();
  if (store.view.view === "list") showAll(byId("view-list"));
});
addEventListener("afterprint", () => print(false));
addEventListener("resize", () => {
  map.resize();
  cover();
  if (path) map.flyTo(path.nodes, 0);
  else if (store.view.node >= 0) map.uncover(store.view.node);
  if (store.view.view !== "local") return;
  showRest();
  local?.keep(0);
});
searchBox.fill(store.view.query);
side.update(parts, palette, colours.legend);
showEmptiness();
showPathing();
showSelection();
restoreCamera(0);
showRest();
tellLost();
document.addEventListener("DOMContentLoaded", () => {
  // what comes after this script in the page: excerpts, and the library of the local view
  if (store.view.node >= 0) showSelection();
  if (store.view.view === "local") showRest();
});
page.dataset.motion = calm() ? "calm" : "";
(globalThis.requestIdleCallback ?? setTimeout)(theIndex); // so that the first letter finds as fast as the second
/** For tests and measurements: what is on the screen. */
/** @type {any} */ (globalThis).vaultkit = { map, store, graph, local, search: (/** @type {string} */ query) => theIndex().find(query) };

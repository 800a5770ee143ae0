// Putting the page together: one state, and views that follow it.

import { readGraph } from "./data.js";
import { byId, calm, counted } from "./dom.js";
import { showFilters } from "./filters.js";
import { showList } from "./list.js";
import { LocalView, canShowLocal } from "./local.js";
import { MapView } from "./map.js";
import { KINDS, Palette, colouring } from "./palette.js";
import { showPanel } from "./panel.js";
import { Index, searchBox } from "./search.js";
import { Store } from "./state.js";
import { visibleParts } from "./visible.js";

const FILTERS = ["hiddenKinds", "hiddenTypes", "hiddenEdges", "least", "lonely"];

const page = document.documentElement;
const graph = readGraph(JSON.parse(byId("vaultkit-data").textContent));
const store = new Store(graph.byId, graph.id);
page.dataset.theme = store.view.theme;
const palette = new Palette();
let parts = visibleParts(graph, store.view);
let colours = colouring(graph, palette, store.view.colour);

const map = new MapView(byId("map"), graph, {
  hover: () => {},
  select,
  open: (i) => {
    select(i);
    openLocal(i);
  },
  moved: saveCamera,
});
map.appearance(parts, colours, palette, store.view.colour === "kind");
showTab();
map.resize();

/** @type {Index|null} */
let index = null;
const theIndex = () => (index ??= new Index(graph));
const local = canShowLocal() ? new LocalView(byId("view-local"), graph, store, select) : null;
if (!local) byId("tab-local").hidden = true;
const searchInput = byId("search");
searchBox(searchInput, byId("results"), graph, { find: (q) => theIndex().find(q) }, palette, {
  pick: (i) => goTo(i),
  query: (query) => store.set({ query }),
});

/** Select a node, or nothing. @param {number} i */
function select(i) {
  store.set({ node: i });
}

/** Select a node and show where it is. @param {number} i */
function goTo(i) {
  if (!parts.nodes[i]) reveal(i);
  store.set({ node: i });
  if (store.view.view === "map") map.fly(i);
}

/** Undo the filters that hide a node. @param {number} i */
function reveal(i) {
  const kinds = new Set(store.view.hiddenKinds);
  const types = new Set(store.view.hiddenTypes);
  kinds.delete(graph.kinds[graph.kind[i]]);
  if (graph.type[i] >= 0) types.delete(graph.types[graph.type[i]]);
  store.set({ hiddenKinds: kinds, hiddenTypes: types, least: 0, lonely: true });
}

function openLocal(i) {
  if (i >= 0 && local) store.set({ node: i, view: "local" });
}

function saveCamera() {
  if (!store || !map?.fitScale) return;
  clearTimeout(saveCamera.timer);
  saveCamera.timer = setTimeout(() => {
    const { x, y, scale } = map.camera;
    const zoom = scale / map.fitScale;
    const home = Math.abs(zoom - 1) < 0.01 && Math.hypot(x - map.middle[0], y - map.middle[1]) * scale < 2;
    store.set({ camera: home ? "" : [x.toFixed(0), y.toFixed(0), zoom.toFixed(2)].join(",") });
  }, 300);
}

function restoreCamera() {
  const [x, y, zoom] = store.view.camera.split(",").map(Number);
  if (store.view.camera && [x, y, zoom].every(Number.isFinite) && zoom > 0) {
    map.camera.go(x, y, zoom * map.fitScale);
    map.stale = true;
    map.touch();
  } else if (store.view.node >= 0) map.fly(store.view.node, 0);
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

function showSelection() {
  const panel = byId("panel");
  const i = store.view.node;
  map.select(i);
  panel.hidden = i < 0;
  page.dataset.panel = i < 0 ? "" : "open";
  map.covered = i < 0 ? 0 : panel.offsetWidth;
  document.title = `${i >= 0 ? `${graph.label[i]} · ` : ""}${graph.title} · graph`;
  if (i < 0) return;
  showPanel(panel, graph, palette, i, {
    select: goTo,
    close: () => select(-1),
    local: local ? openLocal : null,
    find: (text) => {
      searchInput.value = text;
      searchInput.focus();
      searchInput.dispatchEvent(new Event("input"));
    },
  });
  byId("live").textContent = `${graph.label[i]}, ${KINDS[graph.kinds[graph.kind[i]]][0]}, ${counted(graph.degree[i], "link")}`;
}

function showRest() {
  if (store.view.view === "list") showList(byId("view-list"), graph, store, palette, parts.nodes, theIndex(), goTo);
  if (store.view.view === "local") local?.show(parts, palette, colours, map.covered ? map.covered + 12 : 0);
  else local?.hide();
}

function showSide() {
  showFilters(byId("side"), graph, store, palette, parts, colours.legend);
}

store.listen((view, changed) => {
  const filtered = FILTERS.some((name) => changed.has(name));
  if (changed.has("theme")) {
    page.dataset.theme = view.theme;
    palette.read();
  }
  if (filtered) parts = visibleParts(graph, view);
  if (filtered || changed.has("theme") || changed.has("colour")) {
    colours = colouring(graph, palette, view.colour);
    map.appearance(parts, colours, palette, view.colour === "kind");
    showSide();
  }
  if (changed.has("view")) {
    showTab();
    map.resize();
    map.touch();
  }
  if (changed.has("node") || changed.has("theme")) showSelection();
  const redraw = ["node", "view", "depth", "theme", "colour"].some((name) => changed.has(name)) || filtered;
  if (redraw || (view.view === "list" && (changed.has("query") || changed.has("sort")))) showRest();
  if (changed.has("query") && searchInput !== document.activeElement) searchInput.value = view.query;
});

function toggleTheme() {
  const dark = view().theme ? view().theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  store.set({ theme: dark ? "light" : "dark" });
}

function view() {
  return store.view;
}

function savePicture() {
  const network = store.view.view === "local" ? byId("local")?.querySelector("canvas") : null;
  const canvas = network ?? map.picture();
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${graph.title.replace(/[^\p{L}\p{N} _-]+/gu, "").trim() || "graph"}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }, "image/png");
}

function toggleSide() {
  const open = page.dataset.side !== "open";
  page.dataset.side = open ? "open" : "";
  byId("menu").setAttribute("aria-expanded", String(open));
}

/** @type {Record<string, () => void>} */
const KEYS = {
  "/": () => searchInput.focus(),
  "0": () => map.fit(),
  "+": () => map.zoom(1.5),
  "=": () => map.zoom(1.5),
  "-": () => map.zoom(1 / 1.5),
  t: toggleTheme,
  l: () => (store.view.view === "local" ? store.set({ view: "map" }) : openLocal(store.view.node >= 0 ? store.view.node : graph.rank[0])),
  Escape: () => (page.dataset.side === "open" ? toggleSide() : select(-1)),
  ArrowLeft: () => map.pan(60, 0),
  ArrowRight: () => map.pan(-60, 0),
  ArrowUp: () => map.pan(0, 60),
  ArrowDown: () => map.pan(0, -60),
};

addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (at.matches('input[type="search"], input[type="range"], select, textarea')) return;
  const arrow = event.key.startsWith("Arrow");
  if (arrow && (store.view.view !== "map" || (at !== document.body && !at.closest("#map")))) return;
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

byId("zoom-in").addEventListener("click", KEYS["+"]);
byId("zoom-out").addEventListener("click", KEYS["-"]);
byId("zoom-fit").addEventListener("click", KEYS["0"]);
byId("theme").addEventListener("click", toggleTheme);
byId("image").addEventListener("click", savePicture);
byId("menu").addEventListener("click", toggleSide);
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  store.set({ view: "list" });
  byId("view-list").focus();
});
const TABS = ["map", ...(local ? ["local"] : []), "list"];
for (const name of TABS) {
  const tab = byId(`tab-${name}`);
  tab.addEventListener("click", () => store.set({ view: name }));
  tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length];
    store.set({ view: /** @type {any} */ (next) });
    byId(`tab-${next}`).focus();
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  palette.read();
  map.appearance(parts, colouring(graph, palette, store.view.colour), palette, store.view.colour === "kind");
});
if (graph.n === 0) {
  byId("hint").hidden = false;
  byId("hint").textContent = "This vault has no notes yet.";
}
searchInput.value = store.view.query;
showSide();
showSelection();
restoreCamera();
showRest();
page.dataset.motion = calm() ? "calm" : "";
/** For tests and measurements: what is on the screen. */
/** @type {any} */ (globalThis).vaultkit = { map, store, graph };

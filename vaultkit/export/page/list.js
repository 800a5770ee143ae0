// The same nodes as a table: sortable, filtered alike, and usable without seeing the map.

import { NO_DAY, encoded, isoOf } from "./data.js";
import { counted, el, grouped } from "./dom.js";
import { folderName } from "./folder.js";
import { KINDS } from "./palette.js";
import { typeName } from "./panel.js";
import { glyph } from "./shapes.js";
import { emptiness } from "./visible.js";

const PAGE = 200;
const COLUMNS = { name: "Name", kind: "Kind", folder: "Folder", date: "Date", links: "Links" };

/**
 * What the list shows, in its order.
 * @param {any} graph @param {import("./state.js").View} view @param {Uint8Array} shown
 * @param {import("./search.js").Index} index @returns {number[]}
 */
export function listed(graph, view, shown, index) {
  const score = view.query.trim() ? index.scorer(view.query) : () => 1;
  const members = [...graph.rank].filter((i) => shown[i] && score(i) > 0);
  sort(graph, members, columnOf(view), view.sort.startsWith("-"));
  return members;
}

const MOST_PRINTED = 5000;

/** Mark the row of the selected node, and no other. @param {HTMLElement} host @param {any} graph @param {number} node */
export function markRow(host, graph, node) {
  for (const row of host.querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  if (node >= 0) host.querySelector(`tr[data-node="${node}"]`)?.setAttribute("aria-current", "true");
}

/** Show the rows that have not been asked for yet, before they are printed. @param {HTMLElement} host */
export function showAll(host) {
  const more = /** @type {HTMLButtonElement|null} */ (host.querySelector(".table > .button"));
  while (more && !more.hidden && host.querySelectorAll("tbody tr").length < MOST_PRINTED) more.click();
}

/** @param {import("./state.js").View} view @returns {string} the column that the list is sorted by */
function columnOf(view) {
  const column = view.sort.replace(/^-/, "");
  return column in COLUMNS ? column : "links";
}

/**
 * @param {HTMLElement} host @param {any} graph @param {import("./state.js").Store} store
 * @param {import("./palette.js").Palette} palette @param {Uint8Array} shown
 * @param {import("./search.js").Index} index @param {(i: number) => void} select
 */
export function showList(host, graph, store, palette, shown, index, select) {
  const { view } = store;
  const members = listed(graph, view, shown, index);
  const descending = view.sort.startsWith("-");
  const column = columnOf(view);
  const head = el("tr", {});
  for (const [key, name] of Object.entries(COLUMNS)) {
    const now = key === column ? (descending ? "descending" : "ascending") : "none";
    const next = key === column ? (descending ? key : `-${key}`) : key === "links" || key === "date" ? `-${key}` : key;
    const button = el("button", { type: "button", text: name, onclick: () => store.set({ sort: next }) });
    head.append(el("th", { scope: "col", "aria-sort": now, class: key }, button));
  }
  const body = el("tbody", {});
  const table = el("table", {}, el("caption", { text: captionOf(graph, view.query.trim(), members.length) }), el("thead", {}, head), body);
  const more = el("button", { type: "button", class: "button wide" });
  const add = () => {
    const from = body.childElementCount;
    for (const i of members.slice(from, from + PAGE)) body.append(row(graph, palette, i, view.node, select));
    const left = members.length - body.childElementCount;
    more.textContent = `Show ${grouped(Math.min(PAGE, left))} more of ${grouped(left)}`;
    more.hidden = left <= 0;
  };
  more.addEventListener("click", () => {
    const first = body.childElementCount, focused = document.activeElement === more;
    add();
    if (focused) /** @type {HTMLElement|null} */ (body.children[first]?.querySelector("a"))?.focus();
  });
  add();
  const sorter = host.querySelector("thead button:focus")?.parentElement?.className;
  host.replaceChildren(el("div", { class: "table" }, table, more));
  if (sorter) /** @type {HTMLElement|null} */ (head.querySelector(`.${sorter} button`))?.focus(); // to sort the other way
}

/** @param {any} graph @param {string} query @param {number} count @returns {string} how many rows there are, or why there is none */
function captionOf(graph, query, count) {
  if (count === 0 && !query) return emptiness(graph);
  return `${count ? counted(count, "entry", "entries") : "Nothing"}${query ? ` for “${query}”` : ""}`;
}

function sort(graph, members, column, descending) {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const keys = {
    name: (i) => graph.label[i],
    kind: (i) => kindText(graph, i),
    folder: (i) => folderText(graph, i),
  };
  if (column === "links") members.sort((a, b) => graph.degree[a] - graph.degree[b]);
  else if (column === "date") members.sort((a, b) => graph.day[a] - graph.day[b]);
  else {
    const key = keys[column];
    const texts = new Map(members.map((i) => [i, key(i)]));
    members.sort((a, b) => collator.compare(texts.get(a), texts.get(b)));
  }
  if (descending) members.reverse();
}

function kindText(graph, i) {
  const type = graph.type[i] >= 0 ? graph.types[graph.type[i]] : "";
  return type && type !== "note" ? typeName(type) : KINDS[graph.kinds[graph.kind[i]]][0];
}

function folderText(graph, i) {
  return graph.folder[i] >= 0 ? graph.folders[graph.folder[i]] : "";
}

function row(graph, palette, i, selected, select) {
  const kind = graph.kinds[graph.kind[i]];
  const link = el("a", {
    href: `#v=list&n=${encoded(graph.id[i])}`,
    dir: "auto",
    text: graph.label[i],
    onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      select(i);
    },
  });
  const props = { "data-node": i, class: kind === "unresolved" ? "ghost" : null, "aria-current": i === selected ? "true" : null };
  return el(
    "tr",
    props,
    el("th", { scope: "row", class: "name" }, el("span", {}, glyph(KINDS[kind][2], palette.kind[kind]), el("span", { class: "text" }, link, el("small", { text: kindText(graph, i) })))),
    el("td", { class: "kind", text: kindText(graph, i) }),
    el("td", { class: "folder" }, folderName(folderText(graph, i))),
    el("td", { class: "date", text: graph.day[i] === NO_DAY ? "" : isoOf(graph.day[i]) }),
    el("td", { class: "links", text: grouped(graph.degree[i]) }),
  );
}

// All about one node: what it is, its properties and beginning, what the linter found, its links.

import { connections } from "./connections.js";
import { NO_DAY, encoded, isoOf, pathOf } from "./data.js";
import { el, sign } from "./dom.js";
import { showExcerpt } from "./excerpt.js";
import { KINDS } from "./palette.js";
import { glyph } from "./shapes.js";

const TYPES = { topic: "Topic", paper: "Paper note", log: "Log", clipping: "Clipping", post: "Post", index: "Index", scratch: "Scratch", note: "Note" };
const FLAGS = { missing: "File is missing", template: "Template" };
const SEVERITIES = { error: "Error", warning: "Warning", info: "Info" };
const MOST_CHARS = 90; // of a property's value, before it is folded

/** @typedef {(i: number) => HTMLElement} LinkTo makes a link to a node of the page */

/** @param {string} type @returns {string} */
export function typeName(type) {
  return TYPES[type] ?? type;
}

/** @param {() => void} onclick @returns {HTMLElement} */
export function closeButton(onclick) {
  const close = el("button", { type: "button", class: "icon close", "aria-label": "Close", title: "Close (Esc)", onclick });
  close.append(sign("m5.5 5.5 9 9m0-9-9 9"));
  return close;
}

/** @param {any} graph @param {(i: number) => void} select @returns {LinkTo} */
export function linker(graph, select) {
  return (i) =>
    el("a", {
      href: `#n=${encoded(graph.id[i])}`,
      dir: "auto",
      text: graph.label[i],
      onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        select(i);
      },
    });
}

/**
 * @param {HTMLElement} host @param {any} graph @param {import("./palette.js").Palette} palette @param {number} i
 * @param {{select: (i: number) => void, close: () => void, local: ((i: number) => void)|null, map: () => void, path: (i: number) => void, tag: (name: string) => void}} on
 */
export function showPanel(host, graph, palette, i, on) {
  const kind = graph.kinds[graph.kind[i]];
  const link = linker(graph, on.select);
  const type = graph.type[i] >= 0 ? graph.types[graph.type[i]] : null;
  const kicker = el("p", { class: "kicker" }, glyph(KINDS[kind][2], palette.kind[kind]), type && type !== "note" ? typeName(type) : KINDS[kind][0]);
  if (graph.flags[i]) kicker.append(el("span", { class: "flag", text: FLAGS[graph.flags[i]] }));
  const excerpt = graph.excerpts(i);
  const parts = [
    el("header", {}, kicker, closeButton(on.close), el("h2", { dir: "auto", text: graph.label[i], tabindex: "-1" })),
    actions(graph, i, kind, on),
    facts(graph, i, kind, on.tag),
    excerpt && el("div", { class: "excerpt" }, showExcerpt(excerpt, link)),
    findings(graph, i),
    properties(graph, i),
    ...connections(graph, palette, i, link),
  ];
  host.replaceChildren(...parts.filter((part) => part instanceof Node));
  host.scrollTop = 0;
}

function actions(graph, i, kind, on) {
  const row = el("div", { class: "actions" });
  if (graph.vault && (kind === "note" || (kind === "file" && graph.flags[i] !== "missing"))) {
    const file = encoded(pathOf(graph.id[i]));
    row.append(el("a", { class: "button primary", href: `obsidian://open?vault=${encoded(graph.vault)}&file=${file}`, text: "Open in Obsidian" }));
  }
  const url = graph.url[i];
  if (url && /^https?:/i.test(url)) {
    row.append(el("a", { class: "button primary", href: url, target: "_blank", rel: "noopener noreferrer", text: kind === "paper" ? "Read the paper" : "Open the page" }));
  }
  if (on.local) {
    row.append(
      el("button", { type: "button", class: "button to-local", text: "Neighbourhood", title: "Show with its neighbours (L)", onclick: () => on.local(i) }),
      el("button", { type: "button", class: "button to-map", text: "On the map", title: "Show where it lies on the map (L)", onclick: on.map }),
    );
  }
  row.append(el("button", { type: "button", class: "button", text: "Path from here", title: "Find the shortest path to another note (P)", onclick: () => on.path(i) }));
  return row;
}

function facts(graph, i, kind, tag) {
  const list = el("dl", { class: "facts" });
  const add = (/** @type {string} */ name, /** @type {Node|string} */ value) => list.append(el("dt", { text: name }), el("dd", { dir: "auto" }, value));
  if (kind === "note") add("Folder", graph.folders[graph.folder[i]] || "(top folder)");
  if (graph.aliases[i]) add("Also", graph.aliases[i].join(", "));
  if (kind === "file") add("Path", pathOf(graph.id[i]));
  if (kind === "paper" || kind === "resource") add("Id", pathOf(graph.id[i]));
  if (kind === "unresolved") add("Status", "Linked to, not written yet");
  if (graph.day[i] !== NO_DAY && kind === "note") add("Created", isoOf(graph.day[i]));
  if (graph.updated[i] !== undefined) add("Updated", isoOf(graph.updated[i]));
  if (graph.tags[i].length) {
    const chips = el("span", { class: "chips" });
    for (const t of graph.tags[i]) {
      const name = graph.tagNames[t];
      chips.append(el("button", { type: "button", class: "chip", dir: "auto", title: "Show only notes with this tag", text: `#${name}`, onclick: () => tag(name) }));
    }
    add("Tags", chips);
  }
  return list.childElementCount ? list : null;
}

/** The note's own properties, but those that the panel shows already. */
function properties(graph, i) {
  const found = graph.properties[i];
  if (!found) return null;
  const list = el("dl", { class: "facts" });
  for (const [key, value] of found) {
    const values = Array.isArray(value) ? value : [value];
    const cell = el("dd", {});
    for (const text of values) cell.append(el("span", { class: "value", dir: "auto" }, valueOf(text)));
    list.append(el("dt", { dir: "auto", text: key }), cell);
  }
  return el("section", { class: "part" }, el("h3", {}, "Properties"), list);
}

/** @param {string} text @returns {Node} */
function valueOf(text) {
  if (/^https?:\/\/\S+$/i.test(text)) return el("a", { href: text, target: "_blank", rel: "noopener noreferrer", text });
  return el("span", { title: text.length > MOST_CHARS ? text : undefined, text: text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text });
}

/** What `vaultkit lint` says of the note. */
function findings(graph, i) {
  const found = graph.findings[i];
  if (!found) return null;
  const list = el("ul", { class: "findings" });
  for (const [severity, rule, message, line, column] of found) {
    const [code, name] = graph.rules[rule].split(" ");
    list.append(
      el(
        "li",
        { class: severity },
        el("span", { class: "severity", text: SEVERITIES[severity] }),
        el("span", { class: "message", dir: "auto", text: message }),
        el("span", { class: "place", title: name, text: `${code} · line ${line}, column ${column}` }),
      ),
    );
  }
  const count = graph.found[i];
  const more = count > found.length ? el("p", { class: "empty", text: `and ${count - found.length} more` }) : null;
  return el("section", { class: "part" }, el("h3", {}, "Findings", el("span", { class: "count", text: String(count) })), list, more);
}

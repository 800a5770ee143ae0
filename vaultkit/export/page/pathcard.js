// The panel while a path is looked for: its ends, and each step with the kind of link that makes it.

import { counted, el } from "./dom.js";
import { EDGES, KINDS } from "./palette.js";
import { closeButton, linker } from "./panel.js";
import { glyph } from "./shapes.js";

/**
 * @param {HTMLElement} host @param {any} graph @param {import("./palette.js").Palette} palette
 * @param {{from: number, to: number}} ends @param {{nodes: number[], edges: number[]}|null} path
 * @param {{look: (i: number) => void, close: () => void, swap: () => void, again: () => void}} on
 */
export function showPath(host, graph, palette, ends, path, on) {
  host.replaceChildren(
    el("header", {}, el("p", { class: "kicker", text: "Shortest path" }), closeButton(on.close), el("h2", { tabindex: "-1", text: titleOf(ends, path) })),
    body(graph, palette, ends, path, on.look),
    ends.from >= 0 && ends.to >= 0
      ? el(
          "div",
          { class: "actions" },
          el("button", { type: "button", class: "button", text: "The other way", onclick: on.swap }),
          el("button", { type: "button", class: "button", text: "Another path", onclick: on.again }),
        )
      : "",
  );
}

function titleOf(ends, path) {
  if (ends.from < 0) return "Choose a note to start from";
  if (ends.to < 0) return "Choose where to go";
  return path ? counted(path.edges.length, "step") : "No path";
}

/** @returns {string} what is to be done or was found, in a sentence for a screen reader */
export function pathText(graph, ends, path) {
  if (ends.from < 0) return "Click a note on the map, or search for one.";
  const from = graph.label[ends.from];
  if (ends.to < 0) return `From ${from}. Click a second note on the map, or search for one.`;
  const to = graph.label[ends.to];
  return path ? `From ${from} to ${to}: ${counted(path.edges.length, "step")}.` : `Nothing that is shown leads from ${from} to ${to}.`;
}

function body(graph, palette, ends, path, look) {
  if (!path) return el("p", { class: "empty", dir: "auto", text: pathText(graph, ends, path) });
  const link = linker(graph, look);
  const list = el("ol", { class: "steps" });
  for (const [place, i] of path.nodes.entries()) {
    const kind = graph.kinds[graph.kind[i]];
    if (place > 0) list.append(step(graph, path.edges[place - 1], path.nodes[place - 1]));
    list.append(el("li", { class: "stop" }, glyph(KINDS[kind][2], palette.kind[kind]), link(i)));
  }
  return list;
}

/** The link from one node of a path to the next, with an arrow that says which of them states it. */
function step(graph, e, before) {
  const forward = graph.source[e] === before;
  const name = EDGES[graph.edgeKinds[graph.edgeKind[e]]][forward ? 1 : 2];
  const lines = graph.lines[e];
  return el("li", { class: "step" }, el("span", { "aria-hidden": "true", text: forward ? "↓" : "↑" }), name.toLowerCase(), lines ? el("span", { class: "place", text: `line ${lines.join(", ")}` }) : null);
}

// Showing a note's excerpt: a tree of known names becomes elements, its strings become text.

import { el } from "./dom.js";
import { directionOf } from "./labels.js";

const NAMES = { p: "p", b: "strong", i: "em", s: "s", code: "code", pre: "pre", ul: "ul", ol: "ol", li: "li", q: "blockquote", h: "p" };
const BLOCKS = ["p", "h", "ul", "ol", "q"]; // each runs in the direction of its own text
const SAFE = /^(https?:|mailto:)/i;

/**
 * @param {any[]} trees @param {(i: number) => HTMLElement} link makes the link to a node
 * @returns {DocumentFragment}
 */
export function showExcerpt(trees, link) {
  const out = document.createDocumentFragment();
  for (const tree of trees) out.append(branch(tree, link));
  return out;
}

/** @param {any} tree @returns {string} its text, enough of it to tell its direction */
function textOf(tree) {
  return typeof tree === "string" ? tree : Array.isArray(tree) ? tree.slice(1).map(textOf).join(" ") : "";
}

/** @param {any} tree @param {(i: number) => HTMLElement} link @returns {Node} */
function branch(tree, link) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [name, ...rest] = tree;
  if (name === "br") return el("br");
  if (name === "n") {
    const node = link(rest[0]);
    node.textContent = rest[1];
    return node;
  }
  if (name === "g") return el("span", { class: "ghost", title: "Not written yet", text: rest[0] });
  if (name === "a") {
    const [url, ...children] = rest;
    const href = SAFE.test(url) ? url : undefined;
    return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children.map((child) => branch(child, link)));
  }
  if (name === "callout") {
    const [type, ...children] = rest;
    return el("div", { class: "callout", "data-type": type }, ...children.map((child) => branch(child, link)));
  }
  return el(NAMES[name] ?? "span", { class: name === "h" ? "heading" : null, dir: BLOCKS.includes(name) ? directionOf(textOf(tree)) : null }, ...rest.map((child) => branch(child, link)));
}

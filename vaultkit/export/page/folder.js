// A folder's path in little room: its end tells it from others, so it is cut at its beginning.

import { el } from "./dom.js";
import { directionOf } from "./labels.js";

/** @param {string} path @returns {HTMLElement} the path on one line, whole where the pointer rests on it or its row is taken */
export function folderName(path) {
  // browsers cut where a line of the element's direction ends: for the beginning of the text, that runs against it
  const against = directionOf(path) === "rtl" ? "ltr" : "rtl";
  return el("span", { class: "path", dir: against, title: path || null }, el("bdi", { text: path }));
}

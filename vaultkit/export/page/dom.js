// Building elements without markup: every text goes through textContent.

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on…` are listeners, `class` and `text` what they say
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/** @param {string} id @returns {any} the element with this id */
export function byId(id) {
  return document.getElementById(id);
}

/** @param {number} n @returns {string} a number with thin separators */
export function grouped(n) {
  return n.toLocaleString("en");
}

/** @param {number} n @param {string} one @param {string} [many] */
export function counted(n, one, many = `${one}s`) {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** @returns {boolean} whether the reader asked for less motion */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

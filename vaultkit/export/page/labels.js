// Texts on the map: measured, and drawn only where they cover no other.

import { FONT } from "./palette.js";

const CELL = 48;
const LONGEST = 80; // code points of a name on the map

/** Boxes already taken, in coarse cells. */
export class Occupied {
  constructor() {
    /** @type {Map<number, number[][]>} */
    this.cells = new Map();
  }

  /** Take a box if it is free. @param {number[]} box x0, y0, x1, y1 @returns {boolean} */
  take(box) {
    const [x0, y0, x1, y1] = box;
    const left = Math.floor(x0 / CELL), right = Math.floor(x1 / CELL);
    const top = Math.floor(y0 / CELL), bottom = Math.floor(y1 / CELL);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        for (const other of this.cells.get(row * 4096 + column) ?? []) {
          if (x0 < other[2] && x1 > other[0] && y0 < other[3] && y1 > other[1]) return false;
        }
      }
    }
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const key = row * 4096 + column;
        const cell = this.cells.get(key);
        if (cell) cell.push(box);
        else this.cells.set(key, [box]);
      }
    }
    return true;
  }
}

const REFERENCE = 40; // the size in pixels at which texts are measured; widths grow in step with the size

/** Measures texts once for each weight, and shortens those that are too wide. */
export class Measure {
  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.context = context;
    /** @type {Map<number, Map<string, number>>} widths at REFERENCE by weight */
    this.known = new Map();
  }

  /** @param {string} text @param {number} weight @param {number} size @returns {number} its width in pixels */
  width(text, weight, size) {
    let widths = this.known.get(weight);
    if (!widths) this.known.set(weight, (widths = new Map()));
    let width = widths.get(text);
    if (width === undefined) {
      this.context.font = `${weight} ${REFERENCE}px ${FONT}`;
      width = this.context.measureText(text).width;
      if (widths.size > 20000) widths.clear();
      widths.set(text, width);
    }
    return (width * size) / REFERENCE;
  }

  /**
   * @param {string} text @param {number} weight @param {number} size @param {number} most width in pixels
   * @returns {{text: string, width: number}} the text, or as much of it as fits with an ellipsis
   */
  fit(text, weight, size, most) {
    const shown = text.length > LONGEST ? `${[...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("")}…` : text;
    const width = this.width(shown, weight, size);
    if (width <= most) return { text: shown, width };
    const letters = [...shown];
    letters.length = Math.max(4, Math.floor((letters.length * most) / width) - 1);
    const short = `${letters.join("").trimEnd()}…`;
    return { text: short, width: this.width(short, weight, size) };
  }
}

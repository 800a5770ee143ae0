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

  /** @param {number[]} box x0, y0, x1, y1 @param {(key: number) => boolean} tell called for each cell until it says true @returns {boolean} whether it did */
  static eachCell([x0, y0, x1, y1], tell) {
    const left = Math.floor(x0 / CELL), right = Math.floor(x1 / CELL);
    const bottom = Math.floor(y1 / CELL);
    for (let row = Math.floor(y0 / CELL); row <= bottom; row++) {
      for (let column = left; column <= right; column++) if (tell(row * 4096 + column)) return true;
    }
    return false;
  }

  /** @param {number[]} box x0, y0, x1, y1 @returns {boolean} whether it touches no box that is taken */
  free(box) {
    const [x0, y0, x1, y1] = box;
    return !Occupied.eachCell(box, (key) => {
      for (const other of this.cells.get(key) ?? []) if (x0 < other[2] && x1 > other[0] && y0 < other[3] && y1 > other[1]) return true;
      return false;
    });
  }

  /** @param {number[]} box x0, y0, x1, y1 */
  add(box) {
    Occupied.eachCell(box, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
      return false;
    });
  }

  /** Take a box if it is free. @param {number[]} box x0, y0, x1, y1 @returns {boolean} */
  take(box) {
    if (!this.free(box)) return false;
    this.add(box);
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
    /** @type {Map<string, {text: string, part: number}>} shortened texts, and how much of the whole they are */
    this.short = new Map();
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
    const part = Math.round((50 * most) / width) / 50; // coarse, so that few texts are cut anew while zooming
    let short = this.short.get(shown);
    if (short?.part !== part) {
      const letters = graphemes(shown);
      const kept = Math.min(letters.length, Math.max(4, Math.floor(letters.length * part) - 1));
      short = { text: `${atWord(letters.slice(0, kept).join(""), letters[kept] ?? "")}…`, part };
      if (this.short.size > 20000) this.short.clear();
      this.short.set(shown, short);
    }
    return { text: short.text, width: this.width(short.text, weight, size) };
  }
}

const SEGMENTER = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/** @param {string} text @returns {string[]} what a reader takes for one letter each: an emoji of many parts, too */
function graphemes(text) {
  return SEGMENTER ? Array.from(SEGMENTER.segment(text), ({ segment }) => segment) : [...text];
}

/** @param {string} text cut anywhere @param {string} next letter @returns {string} cut behind its last whole word, if little is lost by that */
function atWord(text, next) {
  const end = /^[\s\p{P}]/u.test(next) ? -1 : text.search(/[\s\p{P}]+[^\s\p{P}]*$/u);
  return end > 0.65 * text.length ? text.slice(0, end) : text.trimEnd();
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** @param {string} text @returns {"rtl"|"ltr"} the direction that its first letter gives it */
export function directionOf(text) {
  return RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
}

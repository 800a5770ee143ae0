// Texts on the map: measured, and drawn only where they cover no other.

const CELL = 48;

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

/** Measures and shortens texts once for each font. */
export class Measure {
  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.context = context;
    /** @type {Map<string, {text: string, width: number}>} */
    this.known = new Map();
  }

  /** @param {string} text @param {string} font @param {number} most width @returns {{text: string, width: number}} */
  fit(text, font, most) {
    const key = `${font}|${text}`;
    let found = this.known.get(key);
    if (!found) {
      this.context.font = font;
      let shown = text.length > 80 ? `${[...text].slice(0, 80).join("")}…` : text;
      let width = this.context.measureText(shown).width;
      if (width > most) {
        const letters = [...shown];
        letters.length = Math.max(4, Math.floor((letters.length * most) / width) - 1);
        shown = `${letters.join("").trimEnd()}…`;
        width = this.context.measureText(shown).width;
      }
      found = { text: shown, width };
      if (this.known.size > 20000) this.known.clear();
      this.known.set(key, found);
    }
    return found;
  }
}

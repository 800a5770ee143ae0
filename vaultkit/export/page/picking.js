// Finding the node under the pointer: nodes in the cells of a grid.

export class Picking {
  /** @param {any} graph */
  constructor(graph) {
    this.graph = graph;
    const { n, x, y } = graph;
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < n; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    this.left = left;
    this.top = top;
    this.side = Math.max(4, Math.floor(Math.sqrt(n)));
    this.cell = Math.max(right - left, bottom - top) / this.side + 1e-6;
    const cellOf = (/** @type {number} */ i) => this.row(y[i]) * (this.side + 1) + this.column(x[i]);
    this.start = new Uint32Array((this.side + 1) ** 2 + 1);
    for (let i = 0; i < n; i++) this.start[cellOf(i) + 1]++;
    for (let c = 0; c + 1 < this.start.length; c++) this.start[c + 1] += this.start[c];
    const next = this.start.slice();
    this.members = new Uint32Array(n);
    for (let i = 0; i < n; i++) this.members[next[cellOf(i)]++] = i;
  }

  column(/** @type {number} */ x) {
    return Math.min(this.side, Math.max(0, Math.floor((x - this.left) / this.cell)));
  }

  row(/** @type {number} */ y) {
    return Math.min(this.side, Math.max(0, Math.floor((y - this.top) / this.cell)));
  }

  /**
   * The node whose rim is nearest to a point and within reach, or -1.
   * @param {number} x @param {number} y @param {number} reach @param {(i: number) => number} radius
   * @param {Uint8Array} shown
   */
  at(x, y, reach, radius, shown) {
    let best = -1, nearest = reach;
    const wide = reach + radius(this.graph.rank[0] ?? 0);
    for (let row = this.row(y - wide); row <= this.row(y + wide); row++) {
      const from = row * (this.side + 1);
      for (let q = this.start[from + this.column(x - wide)]; q < this.start[from + this.column(x + wide) + 1]; q++) {
        const i = this.members[q];
        if (!shown[i]) continue;
        const distance = Math.hypot(this.graph.x[i] - x, this.graph.y[i] - y);
        const off = Math.max(0, distance - radius(i)) + distance * 1e-3;
        if (off < nearest) {
          nearest = off;
          best = i;
        }
      }
    }
    return best;
  }
}

// Where the map is looked at from, and how hands move it: wheel, drag, pinch.

// How far a press may stray and still be a click, how near to a node it must be, in pixels, and how soon the second
// of two must follow, in milliseconds.
const POINTER = { slop: 4, reach: 9, twice: 500 };
const FINGER = { slop: 10, reach: 20, twice: 350 };
const HOLD_MILLISECONDS = 520; // a finger that rests as long opens what is under it

/** A point of the map in the middle of the view, and pixels per unit. */
export class Camera {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.least = 0.001;
    this.most = 40;
    /** @type {null|{from: number[], to: number[], start: number, time: number}} */
    this.flight = null;
  }

  /** Go somewhere, at once or in a curve that looks even at every zoom. */
  go(x, y, scale, time = 0) {
    scale = Math.min(this.most, Math.max(this.least, scale));
    if (time <= 0) {
      Object.assign(this, { x, y, scale, flight: null });
      return;
    }
    this.flight = { from: [this.x, this.y, this.scale], to: [x, y, scale], start: performance.now(), time };
  }

  /** @returns {number[]} x, y and scale where it is, or is flying to */
  aim() {
    return this.flight ? this.flight.to : [this.x, this.y, this.scale];
  }

  /** @param {number} now @returns {boolean} whether the camera is flying */
  step(now) {
    if (!this.flight) return false;
    const { from, to, start, time } = this.flight;
    const t = Math.min(1, Math.max(0, (now - start) / time));
    const eased = t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2;
    const scale = from[2] * (to[2] / from[2]) ** eased;
    // moving by 1/scale lets the aim go evenly across the screen while the zoom changes
    const ratio = to[2] / from[2];
    const part = Math.abs(ratio - 1) < 0.01 ? eased : (1 / scale - 1 / from[2]) / (1 / to[2] - 1 / from[2]);
    this.x = from[0] + (to[0] - from[0]) * part;
    this.y = from[1] + (to[1] - from[1]) * part;
    this.scale = scale;
    if (t >= 1) this.flight = null;
    return true;
  }

  /** Zoom so that the point under (dx, dy) from the middle stays where it is. */
  zoomAt(factor, dx, dy) {
    const scale = Math.min(this.most, Math.max(this.least, this.scale * factor));
    this.x += dx / this.scale - dx / scale;
    this.y += dy / this.scale - dy / scale;
    this.scale = scale;
    this.flight = null;
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.flight = null;
  }
}

/**
 * Let pointers move a camera.
 * @param {HTMLElement} target
 * @param {Camera} camera
 * @param {{moved: () => void, hover: (x: number, y: number, touch: boolean) => void, leave: () => void,
 *   click: (x: number, y: number, reach: number, time: number) => void, open: (x: number, y: number, time: number) => void}} on
 *   times are those at which a hand did it, however late the page hears of it
 */
export function steer(target, camera, on) {
  /** @type {Map<number, number[]>} */
  const down = new Map();
  let travelled = 0, fingers = 0, held = 0, touched = -1e9;
  let tapped = { x: 0, y: 0, time: -1e9 };
  const slack = (/** @type {PointerEvent} */ event) => (event.pointerType === "touch" ? FINGER : POINTER);
  const swallow = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  /** @param {MouseEvent} event @returns {[number, number]} where it happened, within the target */
  const local = (event) => {
    const box = target.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  target.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    const at = local(event);
    down.set(event.pointerId, at);
    if (down.size === 1) travelled = fingers = 0;
    fingers = Math.max(fingers, down.size);
    target.setPointerCapture(event.pointerId);
    clearTimeout(held);
    if (event.pointerType !== "touch" || down.size > 1) return;
    held = setTimeout(() => {
      if (down.size !== 1 || travelled > slack(event).slop) return;
      down.clear(); // the finger that goes up afterwards is no tap,
      addEventListener("click", swallow, { capture: true, once: true }); // nor a click on what has opened under it
      on.open(...at, performance.now());
    }, HOLD_MILLISECONDS);
  });
  target.addEventListener("pointermove", (event) => {
    const at = local(event);
    const before = down.get(event.pointerId);
    if (!before) {
      on.hover(at[0], at[1], event.pointerType === "touch");
      return;
    }
    travelled += Math.abs(at[0] - before[0]) + Math.abs(at[1] - before[1]);
    if (down.size === 2) {
      const other = [...down.entries()].find(([id]) => id !== event.pointerId)?.[1] ?? before;
      const apart = (/** @type {number[]} */ p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
      const box = target.getBoundingClientRect();
      const middle = [(at[0] + other[0]) / 2 - box.width / 2, (at[1] + other[1]) / 2 - box.height / 2];
      camera.pan((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
      camera.zoomAt(apart(at) / apart(before), middle[0], middle[1]);
    } else if (travelled > slack(event).slop) {
      camera.pan(at[0] - before[0], at[1] - before[1]);
      target.classList.add("dragging");
    }
    down.set(event.pointerId, at);
    on.moved();
  });
  const release = (/** @type {PointerEvent} */ event) => {
    clearTimeout(held);
    setTimeout(() => removeEventListener("click", swallow, true), 60);
    if (!down.delete(event.pointerId)) return;
    target.classList.remove("dragging");
    const { slop, reach, twice } = slack(event);
    if (event.pointerType === "touch") touched = event.timeStamp;
    if (event.type !== "pointerup" || down.size > 0 || fingers > 1 || travelled > slop) return;
    const [x, y] = local(event);
    const again = event.timeStamp - tapped.time < twice && Math.hypot(x - tapped.x, y - tapped.y) < 2 * reach;
    tapped = { x, y, time: again ? -1e9 : event.timeStamp };
    if (!again) on.click(x, y, reach, event.timeStamp);
    else if (event.pointerType === "touch") on.open(x, y, event.timeStamp); // not every browser makes a double click of it
  };
  target.addEventListener("pointerup", release);
  target.addEventListener("pointercancel", release);
  target.addEventListener("pointerleave", () => on.leave());
  target.addEventListener("dblclick", (event) => {
    if (event.timeStamp - touched > FINGER.twice) on.open(...local(event), event.timeStamp); // else it is of fingers, see above
  });
  target.addEventListener("contextmenu", (event) => {
    if (down.size > 0 || event.timeStamp - touched < 2 * HOLD_MILLISECONDS) event.preventDefault(); // of a finger that rests
  });
  target.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const [x, y] = local(event);
      const box = target.getBoundingClientRect();
      const lines = event.deltaMode === 1 ? 16 : 1;
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      camera.zoomAt(Math.exp(-event.deltaY * lines * speed), x - box.width / 2, y - box.height / 2);
      on.moved();
    },
    { passive: false },
  );
}

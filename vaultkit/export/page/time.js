// The range of dates, and playing it: how the vault grew. Dates are those that notes and logs state themselves.

import { NO_DAY, isoOf } from "./data.js";
import { el, sign, svg } from "./dom.js";

const BARS = 40;
const STEPS = 60; // of a play from the first day to the last
const STEP_MILLISECONDS = 140;
const PLAY = "M6.5 4.5v11l9-5.5z", PAUSE = "M7 5v10M13 5v10";

/** The dated nodes' first and last day and how many fall into each part; null if fewer than two days are known. */
function calendar(graph) {
  let first = Infinity, last = -Infinity, dated = 0;
  for (const day of graph.day) {
    if (day === NO_DAY) continue;
    first = Math.min(first, day);
    last = Math.max(last, day);
    dated++;
  }
  if (!(first < last)) return null;
  const bars = new Array(BARS).fill(0);
  for (const day of graph.day) if (day !== NO_DAY) bars[Math.min(BARS - 1, Math.floor(((day - first) / (last - first + 1)) * BARS))]++;
  return { first, last, dated, bars };
}

export class TimeFilter {
  /** @param {any} graph @param {import("./state.js").Store} store */
  constructor(graph, store) {
    this.store = store;
    this.calendar = calendar(graph);
    this.timer = 0;
    this.day = Number.NaN; // that playing has come to
    if (!this.calendar) return;
    const { first, last, bars } = this.calendar;
    this.shape = svg("svg", { viewBox: `0 0 ${BARS} 24`, preserveAspectRatio: "none", class: "bars", "aria-hidden": "true" });
    const most = Math.max(...bars);
    for (const [k, count] of bars.entries()) {
      const height = count ? 2 + 21 * Math.sqrt(count / most) : 0;
      this.shape.append(svg("rect", { x: k + 0.12, y: 24 - height, width: 0.76, height }));
    }
    const slider = (/** @type {string} */ id, /** @type {string} */ label, /** @type {() => void} */ oninput) =>
      /** @type {HTMLInputElement} */ (el("input", { type: "range", id, min: first, max: last, step: 1, "aria-label": label, oninput }));
    this.from = slider("since", "From", () => this.moved(this.from));
    this.to = slider("until", "To", () => this.moved(this.to));
    this.range = el("output", { class: "range", for: "since until", "aria-live": "off" });
    this.button = el("button", { type: "button", class: "icon", id: "play", onclick: () => (this.timer ? this.stop() : this.play()) });
    this.undated = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "undated", onchange: () => store.set({ undated: this.undated.checked }) }));
    this.node = el(
      "div",
      { class: "time" },
      el("div", { class: "when" }, this.button, this.range),
      this.shape,
      el("div", { class: "twin" }, this.from, this.to),
      el("label", { class: "row" }, this.undated, el("span", { class: "name", text: "Notes without a date" })),
    );
    this.button.append(sign(PLAY));
  }

  /** A hand moved a slider: the two may meet, not pass. @param {HTMLInputElement} slider */
  moved(slider) {
    const { first, last } = this.calendar;
    let since = Number(this.from.value), until = Number(this.to.value);
    if (since > until) [since, until] = slider === this.from ? [until, until] : [since, since];
    this.stop();
    this.store.set({ since: since === first ? Number.NaN : since, until: until === last ? Number.NaN : until });
  }

  /** Let the last day run to the end, from the beginning if it is there already; notes without a date wait for it. */
  play() {
    const { first, last } = this.calendar;
    const step = Math.max(1, Math.round((last - first) / STEPS));
    const { since, until } = this.store.view;
    const start = Number.isNaN(since) ? first : since;
    const { undated } = this.store.view;
    this.day = Number.isNaN(until) ? start : until;
    this.timer = setInterval(() => {
      this.day += step;
      if (this.day < last) return this.store.set({ until: this.day });
      this.stop();
      this.store.set({ until: Number.NaN, undated });
    }, STEP_MILLISECONDS);
    this.store.set({ until: this.day, undated: false });
    this.sync();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.sync();
  }

  sync() {
    if (!this.calendar) return;
    const { first, last } = this.calendar;
    const { view } = this.store;
    if (this.timer && view.until !== this.day) return this.stop(); // something else was asked for meanwhile
    const since = Number.isNaN(view.since) ? first : view.since, until = Number.isNaN(view.until) ? last : view.until;
    this.from.value = String(since);
    this.to.value = String(until);
    for (const [slider, day] of /** @type {[HTMLInputElement, number][]} */ ([[this.from, since], [this.to, until]])) slider.setAttribute("aria-valuetext", isoOf(day));
    this.range.textContent = `${isoOf(since)} – ${isoOf(until)}`;
    this.undated.checked = view.undated;
    const part = (/** @type {number} */ day) => Math.floor(((day - first) / (last - first + 1)) * BARS);
    for (const [k, bar] of [...this.shape.children].entries()) bar.classList.toggle("out", k < part(since) || k > part(until));
    this.button.setAttribute("aria-label", this.timer ? "Pause" : "Play how the vault grew");
    this.button.title = this.timer ? "Pause" : "Play how the vault grew";
    this.button.replaceChildren(sign(this.timer ? PAUSE : PLAY));
  }
}

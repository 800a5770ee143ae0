// The panel of a phone is a sheet at the foot of the screen: a finger can pull it away by its head.

const AWAY = 90; // pixels

const SECOND_CLICK = 500; // milliseconds

/** Let a second click pass through a panel that the first one opened, to what it was meant for. @param {HTMLElement} panel */
export function passable(panel) {
  panel.style.pointerEvents = "none";
  setTimeout(() => (panel.style.pointerEvents = ""), SECOND_CLICK);
}

/** @param {HTMLElement} panel @param {() => void} close */
export function pullable(panel, close) {
  let start = 0, pulled = 0;
  /** @type {number|null} */
  let finger = null;
  const end = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== finger) return;
    finger = null;
    panel.style.transition = "";
    panel.style.transform = "";
    if (event.type === "pointerup" && pulled > AWAY) close();
  };
  panel.addEventListener("pointerdown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.pointerType !== "touch" || innerWidth > 700 || !at.closest("header") || at.closest("button")) return;
    finger = event.pointerId;
    [start, pulled] = [event.clientY, 0];
  });
  panel.addEventListener("pointermove", (event) => {
    if (event.pointerId !== finger) return;
    pulled = Math.max(0, event.clientY - start);
    panel.style.transition = "none"; // it follows the finger at once
    panel.style.transform = `translateY(${pulled}px)`;
  });
  panel.addEventListener("pointerup", end);
  panel.addEventListener("pointercancel", end);
}

// The switch that stops the page from changing. The stream is held back, not cut: on again, everything comes in order.
import { show } from "./stream.js";

/** @type {(() => void) | null} */
let release = null;
/** @type {Promise<void> | null} */
let held = null;

/** @param {boolean} on */
function set(on) {
  const button = document.getElementById("live");
  if (!button) return;
  button.setAttribute("aria-checked", String(on));
  if (on) release?.();
  release = held = null;
  if (!on) held = new Promise((resolve) => (release = resolve));
  if (!on) show("paused");
  else if (document.getElementById("connection")?.dataset.state === "paused") show("live");
  const url = new URL(location.href);
  if (on) url.searchParams.delete("live");
  else url.searchParams.set("live", "off");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

export function startLive() {
  const button = document.getElementById("live");
  if (!button) return;
  set(new URLSearchParams(location.search).get("live") !== "off");
  button.addEventListener("click", () => set(held !== null));
  document.addEventListener("htmx:sse:before:message", (event) => {
    if (held) /** @type {CustomEvent} */ (event).detail.waitUntil(held);
  });
  // Refresh now, while nothing changes by itself, means the whole page.
  document.addEventListener("click", (event) => {
    if (!held || !(event.target instanceof Element) || !event.target.closest("#refresh")) return;
    event.preventDefault();
    location.reload();
  });
}

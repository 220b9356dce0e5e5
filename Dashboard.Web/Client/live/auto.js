// The switch that stops the page from changing. On again, the page gets what it missed.
import { pause } from "./connection.js";

/** @param {HTMLElement} button @param {boolean} isOn */
function set(button, isOn) {
  button.setAttribute("aria-checked", String(isOn));
  pause(!isOn);
  const url = new URL(location.href);
  if (isOn) url.searchParams.delete("live");
  else url.searchParams.set("live", "off");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

export function startAuto() {
  const button = document.getElementById("live");
  if (!button) return;
  if (new URLSearchParams(location.search).get("live") === "off") set(button, false);
  button.addEventListener("click", () => set(button, button.getAttribute("aria-checked") === "false"));
}

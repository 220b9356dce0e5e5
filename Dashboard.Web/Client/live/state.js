// Shows whether the page is live, and for how long it has not been.
import { stale } from "../stale.js";

/** @typedef {"live" | "lost" | "connecting" | "paused" | "ended" | "logged out"} State */

/** @param {State} state */
export function show(state) {
  const pill = document.getElementById("connection");
  if (!pill || pill.dataset.state === state || pill.dataset.state === "logged out") return;
  pill.dataset.state = state;
  pill.textContent = state === "lost" ? "not live" : state;
  stale(state === "lost");
}

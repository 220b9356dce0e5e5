// Shows whether the page is connected. htmx holds the stream, reconnects and resumes it.
import { stale } from "./stale.js";

/** @param {"live" | "lost" | "connecting" | "paused" | "logged out"} state */
export function show(state) {
  const pill = document.getElementById("connection");
  if (!pill || pill.dataset.state === state || isOver()) return;
  pill.dataset.state = state;
  pill.textContent = state === "lost" ? "reconnecting" : state;
  stale(state === "lost");
}

/** Whether only a new page can be live again. */
export const isOver = () => document.getElementById("connection")?.dataset.state === "logged out";

const isPaused = () => document.getElementById("live")?.getAttribute("aria-checked") === "false";

export function startStream() {
  const stream = document.getElementById("stream");
  if (!stream) return;
  document.addEventListener("htmx:sse:after:connection", () => show(isPaused() ? "paused" : "live"));
  document.addEventListener("htmx:sse:error", () => show("lost"));
  document.addEventListener("htmx:sse:close", () => show("lost"));
  // Before each attempt to come back; before the very first one there is nothing lost yet.
  document.addEventListener("htmx:sse:before:connection", (event) => {
    const { connection } = /** @type {CustomEvent} */ (event).detail;
    if (connection.attempt > 0) show("lost");
    connection.cancelled ||= isOver();
  });
  // More was missed than is kept.
  stream.addEventListener("resync", () => location.reload());
}

/** How long until a request for a stream that failed is made again, in ms. */
export const patience = 2000;

export function connect() {
  const stream = document.getElementById("stream");
  if (!stream) return;
  // A stream that is open already takes no notice.
  const ask = () => isOver() || htmx.trigger(stream, "connect");
  // htmx looks at the page in a task that it asked for before us: by then it knows the stream.
  setTimeout(ask);
  // It reopens a stream that broke, but does not repeat a first request that failed.
  stream.addEventListener("htmx:finally:request", () => setTimeout(ask, patience));
}

// Shows whether the page is connected. htmx holds the stream, reconnects and resumes it.

/** @param {"live" | "lost" | "connecting"} state */
function show(state) {
  const pill = document.getElementById("connection");
  if (!pill || pill.dataset.state === state) return;
  pill.dataset.state = state;
  pill.textContent = state === "lost" ? "reconnecting" : state;
}

export function startStream() {
  const stream = document.getElementById("stream");
  if (!stream) return;
  document.addEventListener("htmx:sse:after:connection", () => show("live"));
  document.addEventListener("htmx:sse:error", () => show("lost"));
  document.addEventListener("htmx:sse:close", () => show("lost"));
  // Before each attempt to come back; before the very first one there is nothing lost yet.
  document.addEventListener("htmx:sse:before:connection", (event) => {
    const { connection } = /** @type {CustomEvent} */ (event).detail;
    if (connection.attempt > 0) show("lost");
  });
  // More was missed than is kept.
  stream.addEventListener("resync", () => location.reload());
}

export function connect() {
  const stream = document.getElementById("stream");
  if (!stream) return;
  // htmx looks at the page in a timer that it set before this module ran: one set later fires after it.
  document.addEventListener("DOMContentLoaded", () => setTimeout(() => htmx.trigger(stream, "connect")));
}

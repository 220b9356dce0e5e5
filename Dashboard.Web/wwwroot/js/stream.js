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

/** How often an unasked question is asked again, in ms. */
const patience = 250;

// htmx looks at the page when it gets to it, and asks for a stream once: a trigger that comes too early speaks to
// nobody, and a first request that fails is not repeated. So: ask until a request is under way, and again after it.
export function connect() {
  const stream = document.getElementById("stream");
  if (!stream) return;
  let asked = false;
  stream.addEventListener("htmx:before:request", () => (asked = true));
  stream.addEventListener("htmx:finally:request", () => (asked = false));
  const ask = () => asked || htmx.trigger(stream, "connect");
  setInterval(ask, patience);
  document.addEventListener("DOMContentLoaded", () => setTimeout(ask));
}

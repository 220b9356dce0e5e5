// A login that no longer holds: the page says so, and does not go on asking.
import { loggedOut } from "./stale.js";
import { show } from "./stream.js";

const unauthorized = 401;

function end() {
  show("logged out");
  loggedOut();
}

export function startLogin() {
  // What a page asks for is not replaced by a refusal.
  document.addEventListener("htmx:before:response", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.ctx.response.status !== unauthorized) return;
    event.preventDefault();
    end();
  });
  document.addEventListener("htmx:sse:error", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.status === unauthorized) end();
  });
}

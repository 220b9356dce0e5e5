// A login that no longer holds: the page says so, and does not go on asking.
import { show } from "./live/state.js";

export function loggedOut() {
  show("logged out");
  document.getElementById("logged-out")?.removeAttribute("hidden");
  document.documentElement.setAttribute("data-stale", "");
}

export const isLoggedOut = () => document.getElementById("logged-out")?.hidden === false;

/** For pages whose requests htmx makes. */
export function startLogin() {
  document.addEventListener("htmx:before:response", (event) => {
    // What a page asks for is not replaced by a refusal.
    if (/** @type {CustomEvent} */ (event).detail.ctx.response.status !== 401) return;
    event.preventDefault();
    loggedOut();
  });
}

// Asks the dashboard for JSON, on behalf of a panel that says so while it waits, and when it could not be had.
import { loggedOut } from "./login.js";

const failed = "This could not be loaded. What is shown is from before; reload the page or try again.";

/** @param {string} url @param {HTMLElement | null} [panel] @param {AbortSignal} [signal] @returns {Promise<any>} null when it could not be had */
export async function ask(url, panel = null, signal = undefined) {
  panel?.setAttribute("aria-busy", "true");
  say(panel, "");
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, signal });
    if (response.status === 401) loggedOut();
    if (response.ok) return await response.json();
    say(panel, failed);
  } catch (error) {
    if (error instanceof TypeError) say(panel, failed);
    else if (!(error instanceof DOMException)) throw error;
  } finally {
    if (!signal?.aborted) panel?.removeAttribute("aria-busy");
  }
  return null;
}

/** @param {HTMLElement | null} panel @param {string} words */
function say(panel, words) {
  const line = panel?.querySelector(".failure");
  if (line) line.textContent = words;
}

// Cut off: after a moment the page says so, and since when; its clocks stand still, for what they would count is not known.

/** A connection that comes back within this is no news, ms. */
const blip = 3000;

let timer = 0;

/** @param {boolean} isCut */
export function stale(isCut) {
  const notice = document.getElementById("stale");
  if (!notice) return;
  if (!isCut) {
    clearTimeout(timer);
    timer = 0;
    notice.hidden = true;
    document.documentElement.removeAttribute("data-stale");
    return;
  }
  const since = new Date().toISOString();
  timer ||= window.setTimeout(() => {
    notice.querySelector("time")?.setAttribute("datetime", since);
    notice.hidden = false;
    document.documentElement.setAttribute("data-stale", "");
  }, blip);
}

/** For good: no coming back by itself. */
export function loggedOut() {
  document.getElementById("logged-out")?.removeAttribute("hidden");
  document.documentElement.setAttribute("data-stale", "");
}

export const isStale = () => document.documentElement.hasAttribute("data-stale");

export function startStale() {
  document.querySelector("#stale [data-reload]")?.addEventListener("click", () => location.reload());
}

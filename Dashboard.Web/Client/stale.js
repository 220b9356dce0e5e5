// Without a connection the page says after a moment that it is not live, and since when. Its clocks stand still: nobody
// knows what they would count.

/** A connection that comes back within this is not worth saying, ms. */
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

export const isStale = () => document.documentElement.hasAttribute("data-stale");

export function startStale() {
  document.querySelector("#stale [data-reload]")?.addEventListener("click", () => location.reload());
}

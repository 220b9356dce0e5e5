// The list of sessions: rows that are shown change in place. What comes, ends or changes its verdict changes what the
// list holds, its order and its totals; the server is asked for those, at most once a second, so that filters, days
// and sums are computed in one place. Where the reader has gone on to older rows, a button offers the news instead.
import { whenIdle } from "./idle.js";

/** What was last heard of each session: its verdict. @type {Map<string, string>} */
const heard = new Map();
const news = new Set();
let due = 0;
let dueAt = 0;
/** Whether more than sums is to be asked for. */
let rowsDue = false;

const list = () => /** @type {HTMLElement} */ (document.getElementById("list"));

/** Whether the reader sees the list's beginning and nothing that a new one would take away. */
const isAtTop = () =>
  scrollY < 200 && !new URLSearchParams(location.search).has("cursor") && !document.querySelector("#sessions[data-grown]");

/** @param {HTMLElement | null} old @param {HTMLElement} row what was ticked stays ticked */
function keep(old, row) {
  const [was, is] = [old, row].map((of) => /** @type {HTMLInputElement | null | undefined} */ (of?.querySelector("input")));
  if (was && is) is.checked = was.checked;
}

/** @param {HTMLElement} old @param {HTMLElement} row */
function replace(old, row) {
  keep(old, row);
  const focused = old.contains(document.activeElement) ? document.activeElement?.tagName : undefined;
  old.replaceWith(row);
  if (focused) /** @type {HTMLElement | null} */ (row.querySelector(focused))?.focus();
}

/** The list as the server has it now: all of it, or where the reader is elsewhere the totals and the rows that are shown.
 * @param {boolean} rows or only the sums, of all and of each day */
async function refresh(rows = true) {
  due = 0;
  rowsDue = false;
  const response = await fetch(location.href);
  // Led elsewhere: to a login.
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  put("#totals", page);
  const state = page.getElementById("list");
  Object.assign(list().dataset, { now: state?.dataset.now, title: state?.dataset.title, icon: state?.dataset.icon });
  if (!rows) {
    for (const day of page.querySelectorAll("#sessions tr.day")) if (document.getElementById(day.id)) put(`#${day.id}`, page);
    return;
  }
  const fresh = /** @type {NodeListOf<HTMLTableRowElement>} */ (page.querySelectorAll("#sessions tr.row"));
  if (isAtTop()) {
    // What is ticked or has the focus stays so.
    for (const row of fresh) keep(document.getElementById(row.id), row);
    const focused = document.activeElement?.closest("#sessions tr")?.id;
    put("#found", page);
    if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
    htmx.process(/** @type {HTMLElement} */ (document.getElementById("found")));
    news.clear();
    countChosen();
  } else {
    for (const row of fresh) {
      const shown = document.getElementById(row.id);
      if (shown) replace(shown, row);
      else news.add(row.id);
    }
  }
  offer();
}

/** @param {string} part @param {Document} page */
function put(part, page) {
  const fresh = page.querySelector(part);
  if (fresh) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
}

function offer() {
  const button = document.getElementById("new-sessions");
  if (!button) return;
  button.hidden = news.size === 0;
  button.textContent = `${news.size} new ↑`;
}

/** @param {number} within ms @param {boolean} rows or only the sums */
function refreshSoon(within, rows) {
  rowsDue ||= rows;
  const at = Date.now() + within;
  if (due && at >= dueAt) return;
  clearTimeout(due);
  dueAt = at;
  due = window.setTimeout(() => void refresh(rowsDue), within);
}

/** @param {HTMLTableRowElement} row */
function take(row) {
  const verdict = row.dataset.verdict ?? "";
  const shown = document.getElementById(row.id);
  const before = shown?.dataset.verdict ?? heard.get(row.id);
  heard.set(row.id, verdict);
  if (shown) replace(shown, row);
  // Another verdict is another list; other figures are other sums, which may take a moment longer.
  if (before !== verdict) refreshSoon(1000, true);
  else refreshSoon(3000, false);
}

function countChosen() {
  const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("compare-chosen"));
  if (!button) return;
  const count = document.querySelectorAll("#sessions input:checked").length;
  button.disabled = count !== 2;
  button.title = count === 2 ? "The two ticked sessions side by side" : "Tick two sessions";
}

/** Days begin in the reader's zone: the server is told once, by a cookie, and asked again. */
function tellZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const told = `zone=${encodeURIComponent(timeZone)}`;
  if (list().dataset.zone === timeZone || document.cookie.split("; ").includes(told)) return;
  document.cookie = `${told}; path=/; max-age=31536000; samesite=strict`;
  void refresh();
}

export function startList() {
  if (!list()) return;
  whenIdle(tellZone);
  countChosen();
  document.getElementById("stream")?.addEventListener("session", (event) => {
    const template = document.createElement("template");
    template.innerHTML = /** @type {CustomEvent} */ (event).detail.data;
    for (const row of [...template.content.querySelectorAll("tr")]) take(row);
  });
  // Something happened between the page and its stream, or while the stream was away.
  document.getElementById("stream")?.addEventListener("changed", () => void refresh());
  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("#sessions input")) countChosen();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.id !== "new-sessions") return;
    const url = new URL(location.href);
    url.searchParams.delete("cursor");
    location.assign(url);
  });
  document.addEventListener("htmx:after:swap", () => {
    countChosen();
    // More rows than a page has: older ones were added, and a page put in their place would take them away.
    const rows = document.querySelectorAll("#sessions tr.row").length;
    document.getElementById("sessions")?.toggleAttribute("data-grown", rows > Number(list().dataset.size ?? Infinity));
  });
}

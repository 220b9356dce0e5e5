// The list of sessions: the server sends the rows that look different, and the order when it changes. Where the reader
// has scrolled away from the newest, rows that came wait behind a button.
import { subscribe } from "./live/connection.js";
import { put } from "./live/panels.js";

/**
 * @typedef {object} Update
 * @property {string[]} [order] ids of all rows, when rows came, went or moved
 * @property {string[]} rows @property {string[]} parts @property {string} title @property {string} icon @property {string} now
 * @property {string} [olderPage] @property {string} [olderRows]
 */

const list = () => /** @type {HTMLElement} */ (document.getElementById("list"));
const body = () => document.getElementById("sessions");
const rowsShown = () => document.querySelectorAll("#sessions tr.row").length;

/** The latest order, with the rows that are not shown yet. @type {Update | null} */
let waiting = null;
/** Rows that came while the reader was elsewhere. @type {Map<string, string>} */
const news = new Map();
let reopen = () => {};
/** The address and the number of rows that are subscribed to. */
let subscribed = "";

/** Sessions that the compare page shows at most. */
const comparedLimit = 4;

const isAtTop = () => scrollY < 200;

/** @param {string} html @returns {HTMLElement} */
function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/** @param {string} html of a row that looks different */
function replace(html) {
  const row = element(html);
  const old = document.getElementById(row.id);
  if (!old) {
    news.set(row.id, html);
    return;
  }
  // What is ticked stays ticked.
  const [was, is] = [old, row].map((of) => /** @type {HTMLInputElement | null} */ (of.querySelector("input")));
  is?.toggleAttribute("checked", was?.checked ?? false);
  put([row.outerHTML]);
}

/** Puts the rows into the latest order. */
function arrange() {
  const table = body();
  if (!waiting?.order || !table) return;
  const ids = new Set(waiting.order);
  for (const row of [...table.querySelectorAll("tr[id]")]) if (!ids.has(row.id)) row.remove();
  /** @type {Element | null} */
  let before = table.firstElementChild;
  for (const id of waiting.order) {
    const row = document.getElementById(id) ?? (news.has(id) ? element(/** @type {string} */ (news.get(id))) : null);
    if (!row) continue;
    if (row === before) before = row.nextElementSibling;
    else table.insertBefore(row, before);
  }
  table.querySelector("tr.older")?.remove();
  if (waiting.olderPage) table.append(older(waiting.olderPage, waiting.olderRows ?? ""));
  news.clear();
  waiting = null;
  countChosen();
  offer();
}

/** @param {string} page @param {string} rows */
function older(page, rows) {
  const row = element(`<tr class="older"><td colspan="12"><a class="button" hx-trigger="intersect once, click" hx-target="closest tr" hx-swap="outerHTML" hx-select="#sessions > tr" hx-push-url="false">Older sessions</a></td></tr>`);
  const link = /** @type {HTMLElement} */ (row.querySelector("a"));
  link.setAttribute("href", page);
  link.setAttribute("hx-get", rows);
  queueMicrotask(() => htmx.process(row));
  return row;
}

/** @param {Update} update */
async function take(update) {
  Object.assign(list().dataset, { title: update.title, icon: update.icon, now: update.now });
  put(update.parts);
  if (update.order && (update.order.length > 0) !== Boolean(body())) return reload();
  update.rows.forEach(replace);
  if (update.order) {
    waiting = update;
    if (isAtTop() || news.size === 0) arrange();
  }
  offer();
}

/** From nothing to a table, or back. */
async function reload() {
  await htmx.ajax("GET", location.href, { target: "#found", select: "#found", swap: "outerHTML" });
  reopen();
}

function offer() {
  const button = document.getElementById("new-sessions");
  if (!button) return;
  const count = [...news.keys()].filter((id) => id.startsWith("s-")).length;
  button.hidden = count === 0;
  button.textContent = `${count} new ↑`;
}

/** The table of the same sessions. */
function linkTable() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("list-csv"));
  const filter = new URLSearchParams(location.search);
  for (const name of ["range", "cursor", "continues"]) filter.delete(name);
  filter.set("format", "csv");
  if (link) link.href = `/api/sessions?${filter}`;
}

function countChosen() {
  const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("compare-chosen"));
  if (!button) return;
  const count = document.querySelectorAll("#sessions input:checked").length;
  const canCompare = count >= 2 && count <= comparedLimit;
  button.disabled = !canCompare;
  button.textContent = count === 1 ? "Compare: select one more" : count > comparedLimit ? `Compare: select at most ${comparedLimit}` : count > 2 ? `Compare ${count}` : "Compare";
  button.title = canCompare ? "Compare the selected sessions" : `Select two to ${comparedLimit} sessions to compare`;
}

/** The reader's zone, in which days begin. The next page is told by a cookie. */
function zone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (list().dataset.zone !== timeZone) document.cookie = `zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=strict`;
  return timeZone;
}

/** What is subscribed to now; other filters or more rows are another subscription. */
const wanted = () => `${location.search}#${Math.ceil(Math.max(1, rowsShown()) / Number(list().dataset.size ?? 50))}`;

export function startList() {
  if (!list()) return;
  countChosen();
  linkTable();
  reopen = subscribe(
    "List",
    () => {
      subscribed = wanted();
      waiting = null;
      news.clear();
      return [location.search, zone(), Math.max(1, rowsShown())];
    },
    (update) => void take(update),
  );
  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("#sessions input")) countChosen();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.id === "new-sessions") {
      scrollTo({ top: 0 });
      arrange();
      return;
    }
    // A row leads to its session wherever it is clicked, but not while text is being selected.
    const row = event.target.closest("#sessions tr.row");
    if (!row || event.target.closest("a, input, button, label, .pick") || String(getSelection())) return;
    /** @type {HTMLAnchorElement | null} */ (row.querySelector(".who a"))?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  });
  addEventListener("scroll", () => waiting && isAtTop() && arrange(), { passive: true });
  document.addEventListener("htmx:after:swap", () => {
    countChosen();
    // The address changes after what is shown.
    setTimeout(() => {
      linkTable();
      if (wanted() !== subscribed) reopen();
    });
  });
}

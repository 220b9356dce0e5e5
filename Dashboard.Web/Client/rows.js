// The rows of the feed that are shown, in order of their keys, newest first, in groups of some hundred: a group that is out
// of sight is left out by the browser whole, so that thousands of rows cost what their groups do.

const KEPT = 400;
/** Rows of a group: more than a page has. */
const GROUPED = 250;

/** All groups, and the head above them. */
export const table = () => /** @type {HTMLTableElement | null} */ (document.getElementById("rows"));
export const feed = () => document.getElementById("feed");

/** @param {HTMLElement} row whether the filters in force let it through */
export function wanted(row) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#feed form"));
  if (!form) return true;
  if (feed()?.dataset.problem) return false;
  const filter = new FormData(form);
  const is = (/** @type {string} */ name, /** @type {string | undefined} */ value) =>
    !filter.get(name) || filter.get(name) === value;
  const text = String(filter.get("q") ?? "").toLowerCase();
  const until = filter.get("range") === "custom" ? Date.parse(String(filter.get("to") ?? "")) : NaN;
  const at = Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "");
  if (at >= until) return false;
  if (!row.dataset.type) return true;
  return (
    is("type", row.dataset.type) &&
    is("phase", row.dataset.phase) &&
    is("level", row.dataset.level) &&
    (!text || (row.querySelector(".msg")?.textContent ?? "").toLowerCase().includes(text))
  );
}

/** The row beneath, in this group or the next. @param {Element} row @returns {HTMLElement | null} */
export function beneath(row) {
  const next = row.nextElementSibling ?? row.parentElement?.nextElementSibling?.firstElementChild;
  return next instanceof HTMLElement ? next : null;
}

/** @param {HTMLElement} row */
export function place(row) {
  const groups = table()?.tBodies ?? [];
  const key = row.dataset.key ?? "";
  for (const group of groups) {
    for (const other of /** @type {HTMLCollectionOf<HTMLElement>} */ (group.children)) {
      if (other.dataset.key && other.dataset.key < key) {
        other.before(row);
        return;
      }
      // Older than all that is shown, and more is to be had by scrolling: it comes then.
      if (other.classList.contains("older") && !beneath(other)) return;
    }
  }
  groups[groups.length - 1]?.append(row);
}

/** Parts the last group when older rows have come. The ones that were there stay: one of them may have the focus. */
export function part() {
  const groups = table()?.tBodies;
  for (let last = groups?.[groups.length - 1]; last && last.rows.length > GROUPED; ) {
    const rows = [...last.rows];
    // What a row has opened into has no key, and stays with it.
    const at = rows.findIndex((row, i) => i >= GROUPED && row.dataset.key);
    if (at < 0) return;
    const group = document.createElement("tbody");
    last.after(group);
    group.append(...rows.slice(at));
    last = group;
  }
}

/** Rows at the far end go when there are too many; scrolling brings them back. */
export function trim() {
  const shown = /** @type {HTMLElement[]} */ ([...(table()?.querySelectorAll("tbody > tr") ?? [])]);
  if (shown.length <= KEPT * 1.25) return;
  // Only an event can be named as the one that older ones are asked for.
  const last = shown.findLastIndex((row, i) => i <= KEPT && row.dataset.type && (!feed()?.dataset.folds || row.dataset.type !== "heartbeat"));
  if (last < KEPT / 2) return;
  for (const row of shown.slice(last + 1)) row.remove();
  for (const group of [...(table()?.tBodies ?? [])]) if (group.rows.length === 0) group.remove();
  const [path, cursor] = (shown[last].querySelector("a")?.getAttribute("href") ?? "").split("/events/");
  const query = new URLSearchParams(location.search);
  query.set("before", cursor);
  shown[last].after(older(`${path}/feed?${query}`));
}

/** @param {string} url */
function older(url) {
  const row = document.createElement("tr");
  row.className = "older";
  const cell = row.insertCell();
  cell.colSpan = 7;
  const link = document.createElement("a");
  link.href = url;
  link.textContent = "Older events";
  for (const [name, value] of Object.entries({
    "hx-get": url,
    "hx-trigger": "intersect once, click",
    "hx-target": "closest tr",
    "hx-swap": "outerHTML",
  })) {
    link.setAttribute(name, value);
  }
  cell.append(link);
  htmx.process(row);
  return row;
}

// The feed: new rows come on top while the reader is there, and wait while the reader is elsewhere.
// Rows are known by their event, so that one that comes again, or says more now, never stands twice.

const KEPT = 400;

/** @type {Map<string, HTMLTableRowElement>} */
const waiting = new Map();

const body = () => document.getElementById("rows");
const scroller = () => /** @type {HTMLElement | null} */ (document.querySelector("#feed .scroll"));

/** @param {HTMLTableRowElement} row whether the filters in force let it through */
function wanted(row) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#feed form"));
  if (!form) return true;
  const filter = new FormData(form);
  const is = (/** @type {string} */ name, /** @type {string | undefined} */ value) =>
    !filter.get(name) || filter.get(name) === value;
  const text = String(filter.get("q") ?? "").toLowerCase();
  const until = filter.get("range") === "custom" ? Date.parse(String(filter.get("to") ?? "")) : NaN;
  const at = Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "");
  return (
    is("type", row.dataset.type) &&
    is("phase", row.dataset.phase) &&
    is("level", row.dataset.level) &&
    (!text || (row.querySelector(".msg")?.textContent ?? "").toLowerCase().includes(text)) &&
    !(at >= until)
  );
}

/** @param {HTMLTableRowElement} row */
function place(row) {
  const rows = body();
  if (!rows) return;
  const key = row.dataset.key ?? "";
  for (const other of /** @type {HTMLCollectionOf<HTMLTableRowElement>} */ (rows.children)) {
    if (other.dataset.key && other.dataset.key < key) {
      other.before(row);
      return;
    }
    // Older than all that is shown, and more is to be had by scrolling: it comes then.
    if (other.classList.contains("older")) return;
  }
  rows.append(row);
}

/** Rows at the far end go when there are too many; scrolling brings them back. */
function trim() {
  const rows = body();
  const feed = /** @type {HTMLElement | null} */ (document.getElementById("feed"));
  if (!rows || !feed) return;
  const events = /** @type {HTMLTableRowElement[]} */ ([...rows.querySelectorAll("tr[data-key]")]);
  if (events.length <= KEPT) return;
  for (const row of events.slice(KEPT)) row.remove();
  rows.querySelector(".older")?.remove();
  const link = events[KEPT - 1].querySelector("a")?.getAttribute("href") ?? "";
  const [path, cursor] = link.split("/events/");
  const query = new URLSearchParams(location.search);
  query.set("before", cursor);
  const url = `${path}/feed?${query}`;
  const older = document.createElement("tr");
  older.className = "older";
  const cell = older.insertCell();
  cell.colSpan = 7;
  const more = document.createElement("a");
  more.href = url;
  more.textContent = "Older events";
  for (const [name, value] of Object.entries({
    "hx-get": url,
    "hx-trigger": "intersect once, click",
    "hx-target": "closest tr",
    "hx-swap": "outerHTML",
  })) {
    more.setAttribute(name, value);
  }
  cell.append(more);
  rows.append(older);
  htmx.process(older);
}

function announce() {
  const button = document.getElementById("new-rows");
  if (!button) return;
  button.hidden = waiting.size === 0;
  button.textContent = `${waiting.size} new ↑`;
}

function showWaiting() {
  for (const row of waiting.values()) place(row);
  waiting.clear();
  announce();
  trim();
}

/** @param {HTMLTableRowElement} row */
function take(row) {
  const shown = document.getElementById(row.id);
  if (shown) {
    shown.replaceWith(row);
    return;
  }
  if (!wanted(row)) return;
  row.classList.add("fresh");
  waiting.set(row.id, row);
}

export function startFeed() {
  document.getElementById("stream")?.addEventListener("rows", (event) => {
    const template = document.createElement("template");
    template.innerHTML = /** @type {CustomEvent} */ (event).detail.data;
    for (const row of [...template.content.querySelectorAll("tr")]) take(row);
    if ((scroller()?.scrollTop ?? 0) < 8) {
      showWaiting();
      document.getElementById("feed-empty")?.remove();
    } else announce();
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.id !== "new-rows") return;
    showWaiting();
    scroller()?.scrollTo({ top: 0 });
  });

  // Back at the top by oneself.
  document.addEventListener(
    "scroll",
    (event) => {
      if (event.target === scroller() && (scroller()?.scrollTop ?? 0) < 8 && waiting.size > 0) showWaiting();
    },
    { capture: true, passive: true },
  );

  // Another filter is another feed: what waited was for the one before.
  document.addEventListener("htmx:after:swap", () => {
    if (!document.getElementById("new-rows")?.textContent) waiting.clear();
  });
}

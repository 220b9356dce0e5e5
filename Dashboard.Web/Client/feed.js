// The feed: new rows come on top while the reader is there, and wait while the reader is elsewhere.
// Rows are known by their event, so that one that comes again, or says more now, never stands twice.
import { close, isOpen, mark, openFoldAt } from "./folds.js";
import { absolute } from "./moment.js";
import { feed, part, place, table, trim, wanted } from "./rows.js";

/** @type {Map<string, HTMLElement>} */
const waiting = new Map();
/** Events that the reader has not been shown; folded ones count, too. @type {Set<string>} */
const unseen = new Set();
/** Whether the reader asked that nothing be put on top. */
let held = false;

const scroller = () => /** @type {HTMLElement | null} */ (document.querySelector("#feed .scroll"));
const isAtTop = () => (scroller()?.scrollTop ?? 0) < 8;
const follows = () => !held && isAtTop();

/** Called at every step of scrolling: what says the same already is left alone. */
function announce() {
  const button = document.getElementById("new-rows");
  const words = `${unseen.size} new ↑`;
  if (button && button.textContent !== words) {
    button.hidden = unseen.size === 0;
    button.textContent = words;
  }
  const follow = document.getElementById("follow");
  const isOn = String(follows());
  if (follow?.getAttribute("aria-pressed") !== isOn) follow?.setAttribute("aria-pressed", isOn);
}

/** Older rows are asked for a screen before the last one is in sight. */
function reach() {
  const box = scroller();
  if (!box || box.scrollHeight - box.scrollTop > 2 * box.clientHeight) return;
  const link = table()?.querySelector("tbody:last-child > .older:last-child a");
  // It takes notice of the first time only.
  if (link) htmx.trigger(link, "intersect");
}

function showWaiting() {
  for (const row of waiting.values()) {
    const isFolded = feed()?.dataset.folds && row.dataset.type === "heartbeat";
    if (!isFolded || openFoldAt(row.dataset.key ?? "")) place(row);
  }
  if (waiting.size > 0) document.getElementById("feed-empty")?.remove();
  waiting.clear();
  unseen.clear();
  announce();
  trim();
}

/** @param {HTMLElement} row */
function takeEvent(row) {
  const shown = document.getElementById(row.id);
  if (shown) {
    const isFocused = shown === document.activeElement;
    shown.replaceWith(row);
    if (isFocused) row.focus({ preventScroll: true });
    return;
  }
  if (!wanted(row)) return;
  unseen.add(row.id);
  row.classList.add("fresh");
  waiting.set(row.id, row);
}

/** A fold or a gap, in place of the one that it was. @param {HTMLElement} row */
function takeBetween(row) {
  const shown = document.getElementById(row.id);
  if (!shown) {
    if (wanted(row)) waiting.set(row.id, row);
    return;
  }
  if (isOpen(shown)) mark(row, true);
  const isFocused = shown === document.activeElement;
  shown.replaceWith(row);
  if (isFocused) row.focus({ preventScroll: true });
}

/** Each stretch of beats comes whole: what it had and has no more goes. @param {HTMLElement[]} rows */
function takeRuns(rows) {
  const coming = new Set(rows.map((row) => row.id));
  for (const run of new Set(rows.map((row) => row.dataset.run))) {
    for (const [id, row] of waiting) if (row.dataset.run === run && !coming.has(id)) waiting.delete(id);
    const shown = /** @type {NodeListOf<HTMLElement>} */ (table()?.querySelectorAll(`[data-run="${run}"]`) ?? []);
    for (const row of shown) {
      if (coming.has(row.id)) continue;
      if (isOpen(row)) close(row);
      row.remove();
    }
  }
  for (const row of rows) takeBetween(row);
}

/** Beats that came late have closed gaps. */
function dropClosedGaps() {
  const gaps = (document.getElementById("beats")?.dataset.gaps ?? "").split(" ");
  for (const row of table()?.querySelectorAll("tr.gap") ?? []) {
    if (row.id >= gaps[0] && !gaps.includes(row.id)) row.remove();
  }
}

/** @param {string} html */
function take(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const rows = /** @type {HTMLElement[]} */ ([...template.content.querySelectorAll("tr")]);
  const mode = feed()?.dataset ?? {};
  const between = rows.filter((row) => row.dataset.run && !mode.narrowed);
  if (mode.folds) takeRuns(between);
  else for (const row of between) if (row.classList.contains("gap")) takeBetween(row);
  for (const row of rows) if (row.dataset.type) takeEvent(row);
  dropClosedGaps();
  if (follows()) showWaiting();
  else announce();
}

/** Goes to the newest row and stays there; or, being there, lets it stand. */
export function follow() {
  held = follows();
  if (!held) {
    scroller()?.scrollTo({ top: 0 });
    showWaiting();
  }
  announce();
}

export function startFeed() {
  document.getElementById("stream")?.addEventListener("rows", (event) => take(/** @type {CustomEvent} */ (event).detail.data));

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("#new-rows, #follow") : null;
    if (button?.id === "follow") follow();
    else if (button) {
      held = false;
      scroller()?.scrollTo({ top: 0 });
      showWaiting();
    }
  });

  // Back at the top by oneself.
  document.addEventListener(
    "scroll",
    (event) => {
      if (event.target !== scroller()) return;
      reach();
      if (follows() && unseen.size > 0) showWaiting();
      else announce();
    },
    { capture: true, passive: true },
  );

  // A filter that says nothing need not stand in the address.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    const values = ctx.request.body;
    if (!ctx.sourceElement?.matches?.("#feed form") || !values?.entries) return;
    const isToday = values.get("range") === "today";
    const isCustom = values.get("range") === "custom";
    for (const [name, value] of [...values.entries()]) {
      const isIdle = (name === "zone" && !isToday) || (["from", "to"].includes(name) && !isCustom);
      if (!value || isIdle) values.delete(name);
      else if (["from", "to"].includes(name)) values.set(name, absolute(String(value)));
    }
    if (document.getElementById("live")?.getAttribute("aria-checked") === "false") values.set("live", "off");
  });

  // Older rows have come.
  document.addEventListener("htmx:after:swap", part);

  // Another filter is another feed: what waited was for the one before.
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (!ctx.sourceElement?.matches?.("#feed form")) return;
    waiting.clear();
    unseen.clear();
    announce();
  });
}

// Times in the reader's own zone, and durations that go on. The server's clock counts, not the reader's.
import { whenIdle } from "./idle.js";
import { localiseField } from "./moment.js";
import { isStale } from "./stale.js";

/** Milliseconds that the server's clock is ahead of this one. */
let ahead = 0;

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

// Written by hand: the browser's own formats take longer to be made than all of a page's times to be written.
/** @param {Date} at in the reader's zone */
const time = (at) => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
/** @param {Date} at in the reader's zone */
const date = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
/** @param {Date} at in the reader's zone */
const datetime = (at) => `${date(at)} ${time(at)}`;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day as people say it: 30 Nov, or 30 Nov 2025 in another year. @param {string | number} at */
export function dayOf(at) {
  const day = new Date(at);
  const year = day.getFullYear();
  return `${day.getDate()} ${months[day.getMonth()]}${year === new Date(now()).getFullYear() ? "" : ` ${year}`}`;
}

/** In the reader's zone. @param {string | number} a @param {string | number} b */
export const isSameDay = (a, b) => date(new Date(a)) === date(new Date(b));

/** A time that is not today's says which day's it is. @param {Date} at */
const dated = (at) => (isSameDay(at.getTime(), now()) ? time(at) : `${dayOf(at.getTime())} ${time(at)}`);

/** @type {Record<string, (at: Date) => string>} */
const formats = { time: dated, clock: time, date, datetime };

/** A moment in the reader's zone. @param {string} at @param {"time" | "clock" | "date" | "datetime"} format */
export const written = (at, format) => formats[format](new Date(at));

/** @returns {string} the name of the reader's zone */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @returns {number} the present moment by the server's clock, ms */
export function now() {
  return Date.now() + ahead;
}

/**
 * As the server writes durations: 240 ms, 3.4 s, 40 s, 18m 7s, 2h 5m, 3d 4h.
 * @param {number} ms
 */
export function human(ms) {
  const seconds = Math.max(0, ms) / 1000;
  const whole = Math.floor(seconds);
  if (seconds < 0.9995) return `${Math.floor(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${whole} s`;
  if (seconds < 3600) return `${Math.floor(whole / 60)}m ${whole % 60}s`;
  if (seconds < 86400) return `${Math.floor(whole / 3600)}h ${Math.floor((whole % 3600) / 60)}m`;
  return `${Math.floor(whole / 86400)}d ${Math.floor((whole % 86400) / 3600)}h`;
}

/**
 * Like {@link human}, in whole seconds: figures that tick do not jitter in their tenths.
 * @param {number} ms
 */
function ticking(ms) {
  return human(ms) === human(0) || ms < 10_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : human(ms);
}

/** @param {HTMLElement} element a `time` */
function localise(element) {
  const at = new Date(element.getAttribute("datetime") ?? "");
  if (Number.isNaN(at.getTime())) return;
  const text = (formats[element.dataset.format ?? "time"] ?? dated)(at);
  if (element.textContent !== text) element.textContent = text;
}

/** Date, zone and the moment itself, for who points at a time. @param {HTMLElement} element a `time` */
function explain(element) {
  const at = new Date(element.getAttribute("datetime") ?? "");
  if (Number.isNaN(at.getTime())) return;
  const title = `${datetime(at)} ${zone()}\n${at.toISOString()}`;
  if (element.title !== title) element.title = title;
}

/** @param {ParentNode} root */
function localiseAll(root) {
  for (const time of root.querySelectorAll("time")) localise(time);
  for (const field of root.querySelectorAll("input[data-moment]")) localiseField(/** @type {HTMLInputElement} */ (field));
}

const ticks = "[data-since], [data-until]";

function tick() {
  if (isStale()) return;
  for (const element of document.querySelectorAll("[data-since]")) {
    const span = /** @type {HTMLElement} */ (element);
    const text = ticking(now() - Date.parse(span.dataset.since ?? "")) + (span.dataset.suffix ?? "");
    if (span.textContent !== text) span.textContent = text;
  }
  for (const element of document.querySelectorAll("[data-until]")) {
    const span = /** @type {HTMLElement} */ (element);
    const text = ticking(Date.parse(span.dataset.until ?? "") - now());
    if (span.textContent !== text) span.textContent = text;
  }
}

function readClock() {
  const stated = /** @type {HTMLElement | null} */ (document.querySelector("#tab, #list"))?.dataset.now;
  if (stated) ahead = Date.parse(stated) - Date.now();
}

export function startClock() {
  readClock();
  localiseAll(document);
  tick();
  setInterval(tick, 250);

  // Whatever is swapped in says UTC at first; it is put right before the next paint.
  new MutationObserver((changes) => {
    let isTicking = false;
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") {
        for (const node of addedNodes) {
          if (node instanceof HTMLTimeElement) localise(node);
          else if (node instanceof Element) localiseAll(node);
          if (node instanceof Element) isTicking ||= node.matches(ticks) || node.querySelector(ticks) !== null;
        }
      }
      const element = target instanceof Element ? target : target.parentElement;
      isTicking ||= element?.closest(ticks) != null;
      const time = element?.closest("time");
      if (time) localise(/** @type {HTMLElement} */ (time));
      if (target instanceof HTMLElement && target.id === "tab") readClock();
    }
    if (isTicking) tick();
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["datetime", "data-since", "data-now"],
  });

  document.addEventListener("mouseover", (event) => {
    const element = event.target instanceof Element ? event.target.closest("time") : null;
    if (element) explain(element);
  });

  // The first to ask for the zone waits for all zones to be read.
  whenIdle(() => {
    const label = document.getElementById("zone");
    if (label) label.textContent = `times in ${zone()}`;
  });
  for (const input of document.querySelectorAll("[data-zone]")) {
    /** @type {HTMLInputElement} */ (input).value = String(-new Date().getTimezoneOffset());
  }
}

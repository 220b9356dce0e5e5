// The equity curve: every point that the server gives, then every one that arrives. Drag to look closer, double click to
// see all again; a point and its row in the feed point at each other.
import uPlot from "uplot";
import { bands, clock, ends, names, span } from "./axis.js";
import { colours } from "./colour.js";
import { Marks } from "./marks.js";
import { money, percent } from "./money.js";
import { Series } from "./series.js";

/** Width of the figures at the left, with the air at the right, px. */
const figures = 80;
const hint = "Drag to zoom";
/** How long the pointer rests on a row before the chart points there: rows that are scrolled past do not count, ms. */
const rest = 40;
/** Points that are kept: twice as many as are asked for. */
const limit = 4000;
/** How long until what could not be loaded is asked for again, ms. */
const patience = 3000;

/** @param {HTMLElement} host */
class Chart {
  #whole = new Series();
  /** @type {Series | null} what is shown while the reader looks closer, when the whole leaves points out */
  #part = null;
  /** Whether there are more points than are here. */
  #isReduced = false;
  #marks = new Marks();
  #zoomed = false;
  #isLoading = false;
  /** @type {HTMLElement} */
  #reset;
  /** @type {AbortController | null} */
  #asked = null;
  /** @type {uPlot | null} */
  #plot = null;
  /** @type {Element | null} */
  #linked = null;
  /** @type {number | null} s: of what the reader chose; shown until the pointer is on the chart itself */
  #pinned = null;
  /** Goes on through the strips beneath, where the pointer stands on the curve. */
  #crosshair = Object.assign(document.createElement("i"), { className: "crosshair" });
  /** @type {number | null} s: of the row that the reader is at, wherever time has moved to since */
  #pointed = null;

  /** @param {HTMLElement} host @param {import("./feed/feed.js").Feed} feed */
  constructor(host, feed) {
    this.host = host;
    this.feed = feed;
    this.reading = document.getElementById("reading");
    this.#reset = /** @type {HTMLElement} */ (document.getElementById("reset-zoom"));
    this.#reset.addEventListener("click", () => this.all());
    host.after(this.#crosshair);
  }

  /** Shows the part that the address names, if it does. */
  restore() {
    const [from, to] = (new URLSearchParams(location.search).get("zoom") ?? "").split("~").map((at) => Date.parse(at) / 1000);
    if (from < to) void this.#closer(from, to);
  }

  async load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const curve = await this.#ask();
    this.#isLoading = false;
    if (!curve) return;
    const came = this.#whole;
    this.#whole = new Series(curve.points);
    this.#isReduced = curve.total > curve.points.length;
    // What came while the curve was on its way.
    const newest = this.#whole.times.at(-1) ?? -Infinity;
    came.ids.forEach((id, i) => came.times[i] > newest && this.#whole.add(id, came.times[i], came.equity[i]));
    if (this.#plot) this.refresh();
    else {
      this.draw();
      this.restore();
    }
  }

  /** The curve and its marks; null when they cannot be had, which is said and tried again. */
  async #ask() {
    this.host.setAttribute("aria-busy", "true");
    try {
      const [response] = await Promise.all([
        // Both are on their way since the page's head.
        fetch(this.host.dataset.equity ?? ""),
        this.#marks.load(this.host.dataset.marks ?? ""),
      ]);
      if (response.ok) return await response.json();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    } finally {
      this.host.removeAttribute("aria-busy");
    }
    this.host.dataset.say = "The curve could not be loaded. Trying again…";
    setTimeout(() => void this.load(), patience);
    return null;
  }

  /** @param {{ rows: import("./feed/rows.js").Row[], isResync: boolean }} update */
  take({ rows, isResync }) {
    for (const row of rows) {
      this.#marks.take(row);
      if (row.equity === undefined) continue;
      const time = Date.parse(row.at) / 1000;
      this.#whole.add(row.id, time, row.equity);
      if (this.#part && time <= (this.#plot?.scales.x.max ?? 0)) this.#part.add(row.id, time, row.equity);
    }
    // Points were missed, or there are so many that the server has to leave some out again.
    if (isResync || this.#whole.times.length > limit) void this.load();
    else this.refresh();
  }

  /** @param {{ min?: number, max?: number }} seen what the chart shows of time, s */
  refresh({ min, max } = (this.#zoomed && this.#plot?.scales.x) || span()) {
    if (!this.#plot) return;
    this.host.dataset.say = this.#whole.times.length > 0 ? "" : "No equity yet.";
    const plot = this.#plot;
    plot.batch(() => {
      plot.setData((this.#part ?? this.#whole).data, false);
      plot.setScale("x", { min: min ?? 0, max: max ?? 1 });
    });
    align(min ?? 0, max ?? 1);
    if (this.#pointed !== null) this.point(this.#pointed);
  }

  all() {
    this.#asked?.abort();
    this.#zoomed = false;
    this.#part = null;
    this.host.removeAttribute("data-zoomed");
    this.#reset.hidden = true;
    inAddress(null);
    this.refresh();
    this.#say(null);
  }

  /** @param {number} from s @param {number} to s */
  async #closer(from, to) {
    this.#zoomed = true;
    this.host.dataset.zoomed = "true";
    this.#reset.hidden = false;
    inAddress([from, to]);
    this.refresh({ min: from, max: to });
    this.#say(null);
    // All points are here already.
    if (!this.#isReduced) return;
    this.#asked?.abort();
    this.#asked = new AbortController();
    const iso = (/** @type {number} */ time) => encodeURIComponent(new Date(time * 1000).toISOString());
    try {
      const response = await fetch(
        `${this.host.dataset.equity}&from=${iso(from)}&to=${iso(to)}`,
        { signal: this.#asked.signal },
      );
      if (!response.ok) return;
      this.#part = new Series((await response.json()).points);
      this.refresh();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  /** @param {number | null | undefined} at place of a point; none is the pointer elsewhere */
  #say(at) {
    const series = this.#part ?? this.#whole;
    this.#linked?.classList.remove("linked");
    this.#linked = null;
    if (!this.reading) return;
    if (at == null || series.ids[at] === undefined) {
      this.reading.textContent = this.#zoomed ? "" : hint;
      return;
    }
    const fall = (1 - series.equity[at] / series.peak[at]) * 100;
    const [time] = clock([series.times[at]], 1);
    this.reading.textContent = `${time} · ${money(series.equity[at], this.host.dataset.currency)}${fall >= 0.005 ? ` · −${percent(fall)} from the peak` : ""}`;
    this.#linked = this.feed.rowAt(series.ids[at], series.times[at]);
    this.#linked?.classList.add("linked");
  }

  /** @param {number} left px from the plot's left edge; negative when the pointer is elsewhere */
  #cross(left) {
    const strip = document.getElementById("beats");
    const isShown = left >= 0 && strip !== null && this.#plot !== null;
    this.#crosshair.classList.toggle("shown", isShown);
    if (!isShown || !strip || !this.#plot) return;
    const { style } = this.#crosshair;
    const frame = /** @type {HTMLElement} */ (this.#crosshair.offsetParent ?? document.body).getBoundingClientRect();
    const over = this.#plot.over.getBoundingClientRect();
    style.left = `${over.left - frame.left + left - 1}px`;
    style.top = `${over.bottom - frame.top}px`;
    style.height = `${(strip.querySelector(".window") ?? strip).getBoundingClientRect().bottom - over.bottom}px`;
  }

  /** @param {number} time s: where a row of the feed stands */
  point(time) {
    this.#pointed = time;
    if (!this.#plot) return;
    const left = this.#plot.valToPos(time, "x");
    this.#plot.setCursor({ left, top: left < 0 ? -10 : this.#plot.over.clientHeight / 2 });
  }

  /** Brings the chart into sight and points at a moment, which is all of the chart again where the zoom leaves it out. @param {number} time s */
  show(time) {
    const { min = -Infinity, max = Infinity } = this.#plot?.scales.x ?? {};
    if (this.#zoomed && (time < min || time > max)) this.all();
    this.#pinned = time;
    this.host.scrollIntoView({ block: "center", behavior: "smooth" });
    this.point(time);
  }

  unpoint() {
    if (this.#pinned !== null) {
      this.point(this.#pinned);
      return;
    }
    this.#pointed = null;
    this.#plot?.setCursor({ left: -10, top: -10 });
  }

  draw() {
    const seen = (this.#zoomed && this.#plot?.scales.x) || span();
    this.#plot?.destroy();
    this.host.querySelector(".still")?.remove();
    const shades = colours("dim", "line", "accent", "fall", "band", "ink", "panel");
    const axis = { stroke: shades.dim, grid: { stroke: shades.line, width: 1 }, ticks: { show: false }, font: "11px system-ui" };
    const currency = this.host.dataset.currency;
    let pressedAt = NaN;
    this.#plot = new uPlot(
      {
        width: this.host.clientWidth,
        height: this.host.clientHeight,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { size: 7, show: (_, i) => /** @type {HTMLElement} */ (i === 2 ? Object.assign(document.createElement("div"), { className: "u-cursor-pt" }) : document.createElement("i")) },
          drag: { x: true, y: false, dist: 4 },
          bind: { dblclick: () => () => (this.all(), null) },
        },
        scales: { x: { time: true }, y: { range: (_, low, high) => room(low, high) } },
        axes: [
          { ...axis, space: 80, size: 24, values: (plot, ticks, __, ___, step) => clock(ticks, step).map((label, i) => (fits(plot, ticks[i]) ? label : "")) },
          { ...axis, size: figures - 8, values: (_, ticks) => ticks.map((tick) => money(tick, undefined)) },
        ],
        series: [
          {},
          { stroke: "rgba(0,0,0,0)", points: { show: false } },
          { stroke: shades.accent, width: 1.8, points: { show: false } },
        ],
        bands: [{ series: [1, 2], fill: shades.fall }],
        hooks: {
          drawClear: [(plot) => bands(plot, shades)],
          draw: [
            (plot) => names(plot, shades),
            (plot) => this.#marks.draw(plot, shades.dim),
            (plot) => ends(plot, shades, currency),
          ],
          setCursor: [(plot) => {
            this.#cross(plot.cursor.left ?? -1);
            this.#say((plot.cursor.left ?? -1) >= 0 ? plot.cursor.idx : null);
          }],
          setSelect: [(plot) => {
            const { left, width } = plot.select;
            if (width > 0) void this.#closer(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          }],
        },
      },
      this.#whole.data,
      this.host,
    );
    const over = this.#plot.over;
    over.addEventListener("mousedown", (event) => (pressedAt = event.clientX));
    over.addEventListener("click", (event) => {
      const series = this.#part ?? this.#whole;
      const at = this.#plot?.cursor.idx;
      if (Math.abs(event.clientX - pressedAt) < 4 && at != null) void this.feed.reveal(series.ids[at], series.times[at]);
    });
    over.addEventListener("mouseenter", () => (this.#pinned = null));
    over.addEventListener("mouseleave", () => this.#say(null));
    this.refresh(seen);
    this.#say(null);
  }

  resize() {
    this.#plot?.setSize({ width: this.host.clientWidth, height: this.host.clientHeight });
  }
}

/** The part of time that is shown, in the address: a link shows a colleague the same. @param {[number, number] | null} part s */
function inAddress(part) {
  const url = new URL(location.href);
  if (part) url.searchParams.set("zoom", part.map((at) => new Date(at * 1000).toISOString()).join("~"));
  else url.searchParams.delete("zoom");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/** The strips beneath show the same part of time as the chart. @param {number} min s @param {number} max s */
function align(min, max) {
  const strip = /** @type {SVGElement | null} */ (document.querySelector("#beats svg.beats"));
  const all = span();
  if (!strip || !(max > min) || !(all.max > all.min)) return;
  const scale = (all.max - all.min) / (max - min);
  strip.style.width = scale === 1 ? "" : `${scale * 100}%`;
  strip.style.marginLeft = scale === 1 ? "" : `${(-(min - all.min) / (max - min)) * 100}%`;
}

/** Whether a label under this moment is not cut off at the right; the plot is not laid out yet when it is asked. @param {uPlot} plot @param {number} tick s */
function fits(plot, tick) {
  const { min = 0, max = 1 } = plot.scales.x;
  return ((max - tick) / (max - min)) * (plot.width - figures) > 18;
}

/** Room above for signs and labels. @param {number} low @param {number} high @returns {[number, number]} */
function room(low, high) {
  const size = high - low || Math.abs(high) * 0.01 || 1;
  return [low - size * 0.12, high + size * 0.28];
}

/** @param {import("./feed/feed.js").Feed} feed @returns {Chart | null} null on a page without a chart */
export function startChart(feed) {
  const host = document.getElementById("chart");
  if (!host) return null;
  const chart = new Chart(host, feed);
  void chart.load();

  // The strip beneath says how far time has gone.
  const strip = document.getElementById("beats")?.parentElement;
  if (strip) new MutationObserver(() => chart.refresh()).observe(strip, { subtree: true, attributeFilter: ["data-to"] });
  new ResizeObserver(() => chart.resize()).observe(host);
  // The strips point at the curve as it points at them.
  strip?.addEventListener("mousemove", (event) => {
    const all = document.querySelector("#beats svg.beats")?.getBoundingClientRect();
    const { min, max } = span();
    if (all && event.target instanceof Element && event.target.closest("#beats .window")) chart.point(min + ((event.clientX - all.left) / all.width) * (max - min));
  });
  strip?.addEventListener("mouseleave", () => chart.unpoint());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.draw());
  // Paper is light, and a canvas keeps the colours that it was painted in.
  for (const name of ["beforeprint", "afterprint"]) {
    addEventListener(name, () => {
      document.documentElement.toggleAttribute("data-print", name === "beforeprint");
      chart.draw();
    });
  }

  let due = 0;
  for (const [name, enters] of /** @type {[string, boolean][]} */ ([["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]])) {
    document.addEventListener(name, (event) => {
      const row = event.target instanceof Element ? event.target.closest("#rows tr[data-key], .trades tr[data-time]") : null;
      if (!row) return;
      clearTimeout(due);
      const time = Number(row.getAttribute("data-time") ?? NaN) || Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "") / 1000;
      due = window.setTimeout(() => (enters ? chart.point(time) : chart.unpoint()), rest);
    });
  }
  return chart;
}

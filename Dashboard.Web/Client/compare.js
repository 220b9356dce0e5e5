// Equity curves over the time elapsed since each one's start; what still runs is followed.
import uPlot from "uplot";
import { human } from "./clock.js";
import { colours } from "./colour.js";
import { money } from "./money.js";
import { subscribe } from "./live/connection.js";
import { show } from "./live/state.js";

/** @typedef {{ timestamp: string, equity: number }} Point */

/**
 * A session's curve as [elapsed s, value].
 * @param {string} url of the session
 * @param {boolean} percent of its capital, instead of money
 * @returns {Promise<[number[], number[]]>}
 */
async function curve(url, percent) {
  const [session, equity] = await Promise.all(
    [url, `${url}/equity?points=2000`].map(async (address) => {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.json();
    }),
  );
  const start = Date.parse(session.session_start);
  const capital = session.initial_capital;
  const value = (/** @type {Point} */ p) => (percent ? (capital > 0 ? (p.equity / capital - 1) * 100 : 0) : p.equity);
  return [
    equity.points.map((/** @type {Point} */ p) => (Date.parse(p.timestamp) - start) / 1000),
    equity.points.map(value),
  ];
}

/** Steps of the axis that clocks are read in, s; without them it would count in tens of everything. */
const steps = [0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000];

/** @type {uPlot | undefined} */
let chart;

/** @param {HTMLElement} host @param {import("uplot").AlignedData} data */
function draw(host, data) {
  const line = { width: 1.8, points: { show: false }, spanGaps: true };
  const suffix = host.dataset.percent ? " %" : "";
  const shades = colours("dim", "line", "accent", "other", "third", "fourth");
  const looks = [{ stroke: shades.accent }, { stroke: shades.other, dash: [6, 3] }, { stroke: shades.third, dash: [2, 3] }, { stroke: shades.fourth, dash: [9, 3, 2, 3] }];
  const axis = { stroke: shades.dim, grid: { stroke: shades.line, width: 1 }, ticks: { show: false }, font: "11px system-ui" };
  host.querySelector(".still")?.remove();
  chart?.destroy();
  chart = new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [8, 28, 0, 0],
      cursor: { y: false },
      legend: { show: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, space: 64, size: 28, incrs: steps, values: (_, ticks) => ticks.map((tick) => (tick === 0 ? "0 s" : human(tick * 1000))) },
        { ...axis, size: 76, values: (_, ticks) => ticks.map((tick) => money(tick, undefined) + suffix) },
      ],
      series: [{}, ...looks.slice(0, data.length - 1).map((look) => ({ ...line, ...look }))],
      hooks: { setCursor: [(plot) => read(plot, suffix)] },
    },
    data,
    host,
  );
}

/** Says what all are at the pointer: each its last value up to there. @param {uPlot} plot @param {string} suffix */
function read(plot, suffix) {
  const reading = document.getElementById("overlay-reading");
  const at = plot.cursor.idx;
  if (!reading) return;
  if (at == null || (plot.cursor.left ?? -1) < 0) {
    reading.textContent = "";
    return;
  }
  const value = (/** @type {number} */ series) => {
    const index = plot.data[series].slice(0, at + 1).findLastIndex((v) => v != null);
    return index < 0 ? "—" : money(Number(plot.data[series][index]), undefined) + suffix;
  };
  const values = plot.data.slice(1).map((_, i) => `${"ABCD"[i]} ${value(i + 1)}`);
  reading.textContent = [human(plot.data[0][at] * 1000), ...values].join(" · ");
}

/** @param {HTMLElement} host */
async function overlay(host) {
  const percent = Boolean(host.dataset.percent);
  /** @type {string[]} */
  const sessions = JSON.parse(host.dataset.sessions ?? "[]");
  draw(host, uPlot.join(await Promise.all(sessions.map((url) => curve(url, percent)))));
}

/** The page as it is now, put in the place of what is shown. */
const reload = () => htmx.ajax("GET", location.href, { target: "#compare", select: "#compare", swap: "outerMorph" });

/** The chart keeps its canvas until its data has come. */
async function refresh() {
  const host = document.getElementById("overlay");
  await reload();
  if (host) await overlay(document.getElementById("overlay") ?? host);
}

export function startCompare() {
  const host = document.getElementById("overlay");
  const page = document.getElementById("compare");
  if (!page) return;
  if (host) {
    void overlay(host);
    new ResizeObserver(() => chart?.setSize({ width: host.clientWidth, height: host.clientHeight })).observe(host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void overlay(host));
  }
  const running = JSON.parse(page.dataset.running ?? "[]");
  for (const id of running) subscribe("Changes", () => [id], () => void refresh());
  if (running.length === 0) show("ended");
}

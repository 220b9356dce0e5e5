// The equity curve: every point that the server gives, then every one that arrives, with the fall from the peak shaded.

import { colour } from "./colour.js";

/** @typedef {{ times: number[], equity: number[], peak: number[] }} Series */

/** @param {Series} series @param {number} time s @param {number} value */
function add(series, time, value) {
  let at = series.times.length;
  while (at > 0 && series.times[at - 1] > time) at--;
  series.times.splice(at, 0, time);
  series.equity.splice(at, 0, value);
  series.peak.length = at;
  for (let i = at; i < series.times.length; i++) {
    series.peak[i] = Math.max(series.equity[i], i > 0 ? series.peak[i - 1] : -Infinity);
  }
}

/** @param {Series} series @returns {import("uplot").AlignedData} */
const data = (series) => [series.times, series.peak, series.equity];

/** @param {HTMLElement} host @param {Series} series */
function draw(host, series) {
  const money = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const axis = { stroke: colour("dim"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" };
  const clear = "rgba(0,0,0,0)";
  return new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [8, 8, 0, 0],
      cursor: { y: false },
      legend: { show: false },
      scales: { x: { time: true } },
      axes: [
        { ...axis, values: "{HH}:{mm}:{ss}", space: 90, size: 28 },
        { ...axis, size: 72, values: (_, ticks) => ticks.map((tick) => money.format(tick)) },
      ],
      series: [
        {},
        { stroke: clear, points: { show: false } },
        { stroke: colour("accent"), width: 1.8, points: { show: false } },
      ],
      bands: [{ series: [1, 2], fill: colour("fall") }],
    },
    data(series),
    host,
  );
}

/** @param {string} html rows of the feed @returns {[string, number, number][]} event, s, equity */
function points(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const rows = /** @type {NodeListOf<HTMLElement>} */ (template.content.querySelectorAll("tr[data-equity]"));
  return [...rows].map((row) => [
    row.id.slice(1),
    Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "") / 1000,
    Number(row.dataset.equity),
  ]);
}

export async function startChart() {
  const host = document.getElementById("chart");
  if (!host) return;
  /** @type {Series} */
  const series = { times: [], equity: [], peak: [] };
  const known = new Set();
  /** @type {uPlot | undefined} */
  let chart;

  document.getElementById("stream")?.addEventListener("rows", (event) => {
    for (const [id, time, value] of points(/** @type {CustomEvent} */ (event).detail.data)) {
      if (known.has(id)) continue;
      known.add(id);
      add(series, time, value);
    }
    chart?.setData(data(series));
  });

  const response = await fetch(host.dataset.equity ?? "");
  if (!response.ok) return;
  /** @type {{ points: { timestamp: string, equity: number, event_id: string }[] }} */
  const curve = await response.json();
  for (const point of curve.points) {
    if (known.has(point.event_id)) continue;
    known.add(point.event_id);
    add(series, Date.parse(point.timestamp) / 1000, point.equity);
  }
  chart = draw(host, series);

  new ResizeObserver(() => chart?.setSize({ width: host.clientWidth, height: host.clientHeight })).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart?.destroy();
    chart = draw(host, series);
  });
}

// How the chart writes time and money along its sides, and what it paints behind and over its line.
/** @import uPlot from "uplot" */
import { money } from "./money.js";

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** @param {number} at s */
const day = (at) => new Date(at * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "short" });

/** A moment as a clock shows it, as finely as the step. @param {Date} at @param {number} step s */
function time(at, step) {
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (step >= 60) return minutes;
  const seconds = `${minutes}:${two(at.getSeconds())}`;
  if (step >= 1) return seconds;
  const digits = Math.min(3, Math.ceil(-Math.log10(step) - 1e-9));
  return `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, "0").slice(0, digits)}`;
}

/** Where ticks are on several days, the first of each day says which. @param {number[]} ticks s @param {number} step s */
export function clock(ticks, step) {
  const spansDays = ticks.length > 1 && day(ticks[0]) !== day(/** @type {number} */ (ticks.at(-1)));
  return ticks.map((tick, i) => {
    const at = new Date(tick * 1000);
    const text = time(at, step);
    if (step >= 86400) return day(tick);
    const isNewDay = i === 0 ? spansDays : day(tick) !== day(ticks[i - 1]);
    if (!isNewDay) return text;
    return text === "00:00" ? day(tick) : `${day(tick)} ${text}`;
  });
}

/** The beat strip beneath holds the session's span of time and its phases. */
const strip = () => document.getElementById("beats");

/** @returns {{ min: number, max: number }} s */
export function span() {
  const at = (/** @type {string | undefined} */ text) => Date.parse(text ?? "") / 1000;
  return { min: at(strip()?.dataset.from), max: at(strip()?.dataset.to) };
}

/** The phases in sight, each with its edges on the canvas. @param {uPlot} chart */
function* phasesOf(chart) {
  const { left: start, width } = chart.bbox;
  for (const [i, phase] of [...(strip()?.querySelectorAll("[data-phase]") ?? [])].entries()) {
    const { from, to, title = "" } = /** @type {SVGElement} */ (phase).dataset;
    const left = Math.max(start, chart.valToPos(Date.parse(from ?? "") / 1000, "x", true));
    const right = Math.min(start + width, chart.valToPos(Date.parse(to ?? "") / 1000, "x", true));
    if (right > left) yield { title, left, right, isShaded: i % 2 === 0 };
  }
}

/** Shades every second phase. @param {uPlot} chart @param {{ band: string }} colours */
export function bands(chart, colours) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.fillStyle = colours.band;
  for (const { left, right, isShaded } of phasesOf(chart)) {
    if (isShaded) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** Names the phases, clear of the lines behind. @param {uPlot} chart @param {{ band: string, dim: string, panel: string }} colours */
export function names(chart, colours) {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.lineWidth = 3 * ratio;
  ctx.lineJoin = "round";
  ctx.fillStyle = colours.dim;
  for (const { title, left, right, isShaded } of phasesOf(chart)) {
    if (ctx.measureText(title).width + 10 * ratio > right - left) continue;
    ctx.strokeStyle = isShaded ? colours.band : colours.panel;
    for (const draw of [ctx.strokeText, ctx.fillText]) draw.call(ctx, title, left + 5 * ratio, bbox.top + 3 * ratio);
  }
  ctx.restore();
}

/**
 * Names the first and the last value in sight.
 * @param {uPlot} chart @param {{ ink: string, accent: string, panel: string }} colours @param {string | undefined} currency
 */
export function ends(chart, colours, currency) {
  const [times, , equity] = /** @type {number[][]} */ (/** @type {unknown} */ (chart.data));
  if (!times?.length) return;
  const { min = -Infinity, max = Infinity } = chart.scales.x;
  const first = times.findIndex((time) => time >= min);
  const last = times.findLastIndex((time) => time <= max);
  if (first < 0 || last < first) return;
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  for (const at of first === last ? [last] : [first, last]) {
    const x = chart.valToPos(times[at], "x", true);
    const y = chart.valToPos(equity[at], "y", true);
    const text = money(equity[at], currency);
    const width = ctx.measureText(text).width;
    const edge = bbox.left + bbox.width - width - 2 * ratio;
    let left = Math.min(Math.max(at === first ? x : x - width, bbox.left + 4 * ratio), edge);
    // Above the line as far as the label reaches, or below it where the signs leave no room above.
    let [high, low] = [y, y];
    const [from, to] = [left - 4 * ratio, left + width + 4 * ratio].map((edge) => chart.posToVal(edge, "x", true));
    for (let i = first; i <= last; i++) {
      if (times[i] < from || times[i] > to) continue;
      const at = chart.valToPos(equity[i], "y", true);
      [high, low] = [Math.min(high, at), Math.max(low, at)];
    }
    const [above, below] = [high - 8 * ratio, low + 18 * ratio];
    const isNear = (/** @type {number} */ top) => Math.abs(top - y) < 44 * ratio;
    let top = y + 4 * ratio;
    if (isNear(above) && above > bbox.top + 46 * ratio) top = above;
    else if (isNear(below) && below < bbox.top + bbox.height) top = below;
    // Beside it, where the line is too steep for either.
    else left = at === first ? Math.min(x + 8 * ratio, edge) : Math.max(x - width - 8 * ratio, bbox.left);
    ctx.fillStyle = colours.accent;
    ctx.beginPath();
    ctx.arc(x, y, 3 * ratio, 0, 7);
    ctx.fill();
    // On a plate: whatever line runs behind it, the figure can be read.
    ctx.fillStyle = colours.panel;
    ctx.fillRect(left - 2 * ratio, top - 10 * ratio, width + 4 * ratio, 13 * ratio);
    ctx.fillStyle = colours.ink;
    ctx.fillText(text, left, top);
  }
  ctx.restore();
}

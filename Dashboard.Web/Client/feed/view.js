// How the rows of the feed look.
import { html, nothing, render } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { dayOf, human, isSameDay, written } from "../clock.js";
import { keyOf } from "./rows.js";

/** @import { Row, Rows } from "./rows.js" */
/** @typedef {{ attributes: { name: string, value: string }[], traceUrl?: string }} Detail */
/** @typedef {{ rows: Row[], older?: string }} Beats */
/**
 * @typedef {object} Shown
 * @property {Rows} rows
 * @property {string} path of the session
 * @property {string | undefined} silentSince
 * @property {Map<string, Detail>} details of events that the reader opened
 * @property {Map<string, Beats>} groups that the reader opened
 * @property {Set<string>} fresh ids of rows that have just come
 */

/** Lines of a value that are shown at once. */
const foldedAfter = 3;

const number = (/** @type {number} */ n) => n.toLocaleString("en-GB");
const time = (/** @type {string} */ at) => html`<time datetime=${at} data-format="clock">${written(at, "clock")}</time>`;
const icon = (/** @type {string} */ sign, /** @type {string} */ label) => html`<td role="cell" class="icon"><span role="img" aria-label=${label}>${sign}</span></td>`;
const wide = (/** @type {unknown} */ content, css = "") => html`<tr role="row" class=${css}><td role="cell" colspan="7">${content}</td></tr>`;

/** @param {Row} row @param {Shown} shown */
function event(row, shown) {
  const detail = shown.details.get(row.id);
  const isBeat = row.type === "heartbeat";
  return html`<tr role="row" id="e${row.id}" class="${isBeat ? "beat" : (row.tone ?? "")} ${shown.fresh.has(row.id) ? "fresh" : ""}" data-key=${row.key} data-type=${row.type} tabindex="-1" ?data-expanded=${detail}>
      ${icon(row.icon ?? "", row.label ?? "")}
      <td role="cell" class="time"><a href="${shown.path}/events/${row.cursor}" aria-expanded=${detail ? "true" : "false"}>${time(row.at)}</a></td>
      <td role="cell" class="type">${row.typeWords}</td>
      ${isBeat
        ? html`<td role="cell" class="msg" colspan="4">${row.message}</td>`
        : html`<td role="cell" class="phase" title=${row.phase ?? ""}><bdi>${row.phase}</bdi></td>
            <td role="cell" class="lvl">${row.level}</td>
            <td role="cell" class="msg"><bdi class="text">${row.message}</bdi>${row.hasStack ? html` <span class="fold-mark" role="img" aria-label="with a stack trace"></span>` : nothing}</td>
            <td role="cell" class="st">${row.status}</td>`}
    </tr>${detail ? opened(detail) : nothing}`;
}

/** A value of many lines is folded to its first. @param {string} text */
function folded(text) {
  const lines = text.split("\n");
  return lines.length <= foldedAfter ? html`<bdi>${text}</bdi>` : html`<details><summary><bdi>${lines[0]}</bdi> <span class="dim">${lines.length} lines</span></summary><bdi>${text}</bdi></details>`;
}

/** @param {Detail} detail */
function opened({ attributes, traceUrl }) {
  return wide(
    html`<dl class="attributes">
        ${attributes.map(({ name, value }) => html`<div><dt>${name}</dt><dd class="mono">${folded(value)}</dd><dd><button type="button" class="copy" data-copy=${value} aria-label="Copy ${name}">Copy</button></dd></div>`)}
      </dl>
      ${traceUrl ? html`<p class="trace"><a class="button" href=${traceUrl} target="_blank" rel="noopener">Trace in the Aspire dashboard ↗</a></p>` : nothing}`,
    "opened",
  );
}

/** @param {Row} row @param {Shown} shown */
function group(row, shown) {
  const figure = row.message ? ` · ${row.message}` : "";
  if (row.count === 1) {
    return html`<tr role="row" id="f${row.id}" class="beat" data-key=${row.key} data-oldest=${row.key} tabindex="-1">
      ${icon("💓", "heartbeat")}
      <td role="cell" class="time"><a href="${shown.path}/events/${row.cursor}">${time(row.at)}</a></td>
      <td role="cell" class="type">heartbeat</td>
      <td role="cell" class="msg" colspan="4">Heartbeat${row.number ? ` ${number(row.number)}` : ""}${figure}</td>
    </tr>`;
  }
  const beats = shown.groups.get(row.id);
  const [from, to] = [row.from ?? row.at, row.at];
  return html`<tr role="row" id="f${row.id}" class="beat fold" data-key=${row.key} data-oldest=${keyOf(row.fromCursor ?? row.cursor)} tabindex="-1" ?data-expanded=${beats}>
      ${icon("💓", "heartbeats")}
      <td role="cell" class="time">${time(row.at)}</td>
      <td role="cell" class="type"><button type="button" class="unfold" aria-expanded=${beats ? "true" : "false"} title="Show each heartbeat">heartbeat</button></td>
      <td role="cell" class="msg" colspan="4">${number(row.count ?? 0)} heartbeats, ${isSameDay(from, to) ? "" : `${dayOf(from)} `}${time(from)}–${isSameDay(from, to) ? "" : `${dayOf(to)} `}${time(to)}${figure}</td>
    </tr>
    ${beats ? html`${repeat(beats.rows, ({ id }) => id, (beat) => event(beat, shown))}${beats.older ? wide(html`<button type="button" data-older-beats=${row.id}>Older heartbeats</button>`, "older") : nothing}` : nothing}`;
}

/** @param {Row} row */
const gap = (row) =>
  html`<tr role="row" id="g${row.id}" class="gap" data-key=${row.key} data-gap><td role="cell" colspan="7">No heartbeat for ${human(Date.parse(row.to ?? row.at) - Date.parse(row.at))}<span class="why"> · ${number(row.count ?? 0)} missed${row.message ? ` · ${row.message}` : ""}</span></td></tr>`;

const kinds = { event, beats: group, gap };

/** @param {Row} row @param {number} at @param {Shown} shown */
function withDay(row, at, shown) {
  const newer = shown.rows.all[at - 1]?.at ?? new Date().toISOString();
  const day = isSameDay(newer, row.at) ? nothing : wide(dayOf(row.at), "day");
  return html`${day}${kinds[row.kind](row, shown)}`;
}

/** @param {HTMLElement} table @param {Shown} shown */
export function draw(table, shown) {
  const { rows } = shown;
  const silence = shown.silentSince && !rows.problem
    ? html`<tr role="row" class="gap" data-gap><td role="cell" colspan="7">No heartbeat for <span class="num" data-since=${shown.silentSince}></span></td></tr>`
    : nothing;
  const older = rows.older
    ? wide(html`<a href="?before=${rows.older}">Older events</a>`, "older")
    : nothing;
  render(html`<tbody role="rowgroup">${silence}${repeat(rows.all, ({ kind, id }) => kind + id, (row, at) => withDay(row, at, shown))}${older}</tbody>`, table);
}

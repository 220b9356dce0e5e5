// What happened since this browser last saw the list. The moment is kept in this browser alone.
import { html, render } from "lit-html";
import { dayOf, isSameDay, now, written } from "./clock.js";

const key = "sessions:last-look";
/** A look that is not longer ago is still the same one, ms. */
const short = 60_000;

/** @typedef {{ finished: number, failed: number, lost: number, overdue: number, pnl: string, trend: string }} Since */

const look = () => localStorage.setItem(key, new Date(now()).toISOString());

/** @param {HTMLElement} panel @param {string} at @param {Since} since */
function show(panel, at, { finished, failed, lost, overdue, pnl, trend }) {
  const when = isSameDay(at, now()) ? written(at, "clock") : `${dayOf(at)}, ${written(at, "clock")}`;
  const bad = (/** @type {number} */ count, /** @type {string} */ word) => (count > 0 ? html`<li><a class="down" href="/?verdict=${word}">${count} ${word}</a></li>` : "");
  const late = overdue > 0 ? html`<li><a class="down" href="/runners?state=overdue">${overdue} overdue</a></li>` : "";
  const close = () => (panel.hidden = true);
  render(
    html`<p>Since you last looked <span class="dim">(${when})</span></p>
      <ul>${finished > 0 ? html`<li>${finished} finished</li>` : ""}${bad(failed, "failed")}${bad(lost, "lost")}${late}${pnl ? html`<li class=${trend}>${pnl}</li>` : ""}</ul>
      <button type="button" data-dismiss aria-label="Dismiss" @click=${close}>✕</button>`,
    panel,
  );
  panel.hidden = false;
}

export async function startSince() {
  const panel = document.getElementById("since");
  if (!panel) return;
  const last = localStorage.getItem(key);
  for (const name of ["pagehide", "visibilitychange"]) addEventListener(name, look);
  look();
  if (!last || !(now() - Date.parse(last) > short)) return;
  const response = await fetch(`/since?at=${encodeURIComponent(last)}`);
  if (!response.ok) return;
  const since = /** @type {Since} */ (await response.json());
  if (since.finished + since.failed + since.lost + since.overdue > 0) show(panel, last, since);
}

// The table of closed trades: sorted by any column, each row linked to its moment on the curve.
import { html, nothing, render } from "lit-html";
import { ask } from "../ask.js";
import { human, written } from "../clock.js";
import { money } from "../money.js";
import { byColumn } from "./order.js";

/** @import { Column, Trade } from "./order.js" */

/** Trades that are shown: the newest. */
const limit = 1000;
/** The trades are asked for again at most this often, ms. */
const pause = 1000;

const number = (/** @type {number | undefined} */ value) => (value === undefined ? "" : value.toLocaleString("en-GB", { maximumFractionDigits: 8 }));
const trend = (/** @type {number | undefined} */ value) => (value === undefined || value === 0 ? "" : value > 0 ? "up" : "down");
const moment = (/** @type {string} */ at) => html`<time datetime=${at}>${written(at, "time")}</time>`;

class Trades {
  /** @type {Trade[]} */
  #trades = [];
  #hasMore = false;
  /** @type {{ column: Column, isAscending: boolean }} */
  #order = { column: "closed", isAscending: false };
  #due = 0;

  /** @param {HTMLElement} panel @param {(time: number) => void} point */
  constructor(panel, point) {
    this.panel = panel;
    this.table = /** @type {HTMLElement} */ (panel.querySelector(".scroll"));
    this.table.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("tr[data-time]")) : null;
      if (row) point(Number(row.dataset.time));
    });
  }

  async load() {
    clearTimeout(this.#due);
    this.#due = 0;
    const answer = await ask(`${this.panel.dataset.trades}?limit=${limit}`, this.panel);
    if (!answer) return;
    this.#trades = answer.items;
    this.#hasMore = answer.next !== undefined;
    this.draw();
  }

  /** @param {{ rows: { type?: string }[], isResync: boolean }} update */
  take({ rows, isResync }) {
    if (isResync || rows.some(({ type }) => type === "trade")) this.#due ||= window.setTimeout(() => void this.load(), pause);
  }

  /** @param {Column} column */
  #sort(column) {
    this.#order = { column, isAscending: this.#order.column === column && !this.#order.isAscending };
    this.draw();
  }

  draw() {
    this.panel.hidden = this.#trades.length === 0;
    const count = document.getElementById("trade-count");
    if (count) count.textContent = this.#hasMore ? `the newest ${number(limit)}` : "";
    const { currency } = this.panel.dataset;
    const heading = (/** @type {Column} */ column, /** @type {string} */ title, css = "") => {
      const sort = this.#order.column !== column ? "none" : this.#order.isAscending ? "ascending" : "descending";
      return html`<th scope="col" class=${css} aria-sort=${sort}><button type="button" class="sort" @click=${() => this.#sort(column)}>${title}</button></th>`;
    };
    const row = (/** @type {Trade} */ trade) => {
      const closed = trade.exit_time ?? trade.timestamp;
      const held = trade.entry_time && trade.exit_time ? Date.parse(trade.exit_time) - Date.parse(trade.entry_time) : undefined;
      return html`<tr data-time=${Date.parse(trade.timestamp) / 1000} data-trade=${trade.id ?? trade.event_id} tabindex="0">
        <td class="num">${moment(closed)}</td>
        <td><bdi>${trade.symbol ?? "—"}</bdi></td>
        <td>${trade.side ?? ""}</td>
        <td class="num r">${number(trade.quantity)}</td>
        <td class="num r">${number(trade.entry_price)}</td>
        <td class="num r">${number(trade.exit_price)}</td>
        <td class="num r">${held === undefined ? "" : human(held)}</td>
        <td class="num r">${trade.fees === undefined ? "" : money(trade.fees, currency)}</td>
        <td class="num r ${trend(trade.pnl)}">${trade.pnl === undefined ? "—" : (trade.pnl > 0 ? "+" : "") + money(trade.pnl, currency)}</td>
      </tr>`;
    };
    render(
      this.#trades.length === 0 ? nothing : html`<table class="trades">
        <thead><tr>${heading("closed", "Closed")}${heading("symbol", "Symbol")}${heading("side", "Side")}${heading("quantity", "Quantity", "r")}${heading("entry_price", "Entry", "r")}${heading("exit_price", "Exit", "r")}${heading("held", "Held", "r")}${heading("fees", "Fees", "r")}${heading("pnl", "P&L", "r")}</tr></thead>
        <tbody>${byColumn(this.#trades, this.#order.column, this.#order.isAscending).map(row)}</tbody>
      </table>`,
      this.table,
    );
  }
}

/** @param {(time: number) => void} point shows a moment on the curve, s @returns {Trades | null} null on a page without the panel */
export function startTrades(point) {
  const panel = document.getElementById("trade-list");
  if (!panel) return null;
  const trades = new Trades(panel, point);
  if (!panel.hidden) void trades.load();
  return trades;
}

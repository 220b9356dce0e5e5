// The order of the trades in their table. Knows no page.

/**
 * A closed trade as the API gives it.
 * @typedef {object} Trade
 * @property {string} event_id @property {string} timestamp @property {string} [id] @property {string} [symbol]
 * @property {string} [side] @property {number} [quantity] @property {number} [entry_price] @property {number} [exit_price]
 * @property {string} [entry_time] @property {string} [exit_time] @property {number} [pnl] @property {number} [fees]
 */
/** @typedef {"closed" | "symbol" | "side" | "quantity" | "entry_price" | "exit_price" | "held" | "fees" | "pnl"} Column */

/** @param {Trade} trade @param {Column} column @returns {string | number | undefined} */
function value(trade, column) {
  const closed = Date.parse(trade.exit_time ?? trade.timestamp);
  if (column === "closed") return closed;
  if (column === "held") return trade.entry_time && trade.exit_time ? closed - Date.parse(trade.entry_time) : undefined;
  return trade[column];
}

/** Sorted; what is not stated comes last in either direction, and equal ones stay in their order. @param {Trade[]} trades @param {Column} column @param {boolean} isAscending @returns {Trade[]} */
export function byColumn(trades, column, isAscending) {
  return [...trades].sort((a, b) => {
    const [left, right] = [value(a, column), value(b, column)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    const order = left < right ? -1 : left > right ? 1 : 0;
    return isAscending ? order : -order;
  });
}

// The order of the trades; run by `npm test`.
import assert from "node:assert/strict";
import test from "node:test";
import { byColumn } from "./order.js";

/** @param {string} id @param {object} more */
const trade = (id, more = {}) => ({ event_id: id, timestamp: "2026-01-01T10:00:00Z", ...more });
const ids = (/** @type {{ event_id: string }[]} */ trades) => trades.map(({ event_id }) => event_id).join("");

test("amounts sort as numbers and what is not stated comes last either way", () => {
  const trades = [trade("a", { pnl: 9 }), trade("b"), trade("c", { pnl: -10 }), trade("d", { pnl: 10 })];
  assert.equal(ids(byColumn(trades, "pnl", false)), "dacb");
  assert.equal(ids(byColumn(trades, "pnl", true)), "cadb");
});

test("a trade is closed at its exit, or when it was told", () => {
  const trades = [trade("a"), trade("b", { exit_time: "2026-01-01T09:00:00Z" }), trade("c", { exit_time: "2026-01-01T11:00:00+00:00" })];
  assert.equal(ids(byColumn(trades, "closed", false)), "cab");
});

test("the time held is what lies between its two times", () => {
  const held = (/** @type {string} */ id, /** @type {string} */ from) => trade(id, { entry_time: from, exit_time: "2026-01-01T12:00:00Z" });
  assert.equal(ids(byColumn([held("a", "2026-01-01T11:00:00Z"), held("b", "2026-01-01T08:00:00Z"), trade("c")], "held", false)), "bac");
});

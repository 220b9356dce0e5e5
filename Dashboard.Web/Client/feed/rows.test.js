// The feed's rows as data; run by `npm test`.
import assert from "node:assert/strict";
import test from "node:test";
import { Rows, keyOf } from "./rows.js";

const start = Date.UTC(2026, 0, 1);
const ticks = (/** @type {number} */ seconds) => String(BigInt(Math.round((start / 1000 + seconds) * 1e3)) * 10_000n + 621355968000000000n);
const id = (/** @type {number} */ n) => n.toString(16).padStart(16, "0");

/** @param {number} seconds @param {number} n @param {object} [more] */
const event = (seconds, n, more) =>
  /** @type {any} */ ({ kind: "event", id: id(n), cursor: `${ticks(seconds)}.${id(n)}`, at: new Date(start + seconds * 1000).toISOString(), type: "checkpoint", ...more });

/** @param {number} seconds @param {number} n */
const beat = (seconds, n) => event(seconds, n, { type: "heartbeat", number: n, equity: 100 + n, message: `Heartbeat ${n} · €${100 + n}` });

/** @param {object} [page] */
function loaded(page) {
  const rows = new Rows();
  rows.load({ rows: [], mode: "groups", spacingSeconds: 2, ...page });
  return rows;
}

/** @param {Rows} rows */
const shape = (rows) => rows.all.map((row) => (row.kind === "beats" ? row.count : row.kind));

test("keys sort as the store sorts: by time, then by signed id", () => {
  const keys = ["5.ffffffffffffffff", "5.0000000000000001", "5.8000000000000000", "40.0000000000000000"].map(keyOf);
  assert.deepEqual([...keys].sort(), [keys[2], keys[0], keys[1], keys[3]]);
});

test("heartbeats with nothing between them are one group, whose times are in order", () => {
  const rows = loaded();
  for (let n = 1; n <= 5; n++) rows.take(beat(2 * n, n), true);
  assert.deepEqual(shape(rows), [5]);
  assert.ok(/** @type {string} */ (rows.all[0].from) < rows.all[0].at);
  assert.equal(rows.all[0].message, "€105");
});

test("an event between heartbeats begins another group", () => {
  const rows = loaded();
  rows.take(beat(2, 1), true);
  rows.take(event(3, 100), true);
  rows.take(beat(4, 2), true);
  assert.deepEqual(shape(rows), [1, "event", 1]);
});

test("a heartbeat that comes again, or says more, is not counted twice", () => {
  const rows = loaded();
  rows.take(beat(2, 1), true);
  rows.take(beat(4, 2), true);
  rows.take({ ...beat(4, 2), equity: 7, message: "Heartbeat 2 · €7" }, true);
  assert.deepEqual(shape(rows), [2]);
  assert.equal(rows.all[0].message, "€7");
  assert.equal(rows.isOutdated, false);
});

for (const [what, late] of /** @type {[string, any][]} */ ([
  ["divides a group", event(3, 100)],
  ["is a late heartbeat", beat(3, 50)],
  ["leaves numbers out", beat(8, 9)],
  ["comes after a silence", beat(60, 4)],
])) {
  test(`what ${what} is left to the server`, () => {
    const rows = loaded();
    for (let n = 1; n <= 3; n++) rows.take(beat(2 * n, n), true);
    rows.take(late, true);
    assert.equal(rows.isOutdated, true);
  });
}

test("an event that says more replaces its row, also while the reader is elsewhere", () => {
  const rows = loaded({ rows: [event(1, 1)], mode: "each" });
  rows.take(event(1, 1, { message: "more" }), false);
  assert.equal(rows.all.length, 1);
  assert.equal(rows.all[0].message, "more");
  assert.equal(rows.unseen, 0);
});

test("what waits is bounded, and counted on", () => {
  const rows = loaded({ mode: "each" });
  for (let n = 1; n <= 20_000; n++) rows.take(event(n, n), false);
  assert.equal(rows.unseen, 20_000);
  assert.equal(rows.isOutdated, true);
  rows.showWaiting();
  assert.equal(rows.all.length, 0);
});

test("an hour of twenty events a second keeps a bounded number of rows", () => {
  const rows = loaded({ mode: "each" });
  for (let n = 1; n <= 72_000; n++) rows.take(n % 2 ? event(n / 20, n) : beat(n / 20, n), true);
  assert.ok(rows.all.length <= 500, String(rows.all.length));
  assert.equal(rows.older, rows.all.at(-1)?.cursor);
});

test("what the filter excludes is not shown", () => {
  const rows = loaded({ mode: "narrowed" });
  rows.take(event(1, 1, { shown: false }), true);
  assert.deepEqual(shape(rows), []);
});

test("rows of the next page follow, each once", () => {
  const rows = loaded({ rows: [event(3, 3), event(2, 2)], older: "x", mode: "each" });
  rows.extend({ rows: [event(2, 2), event(1, 1)], mode: "each", spacingSeconds: 0 });
  assert.deepEqual(rows.all.map((row) => row.id), [id(3), id(2), id(1)]);
  assert.equal(rows.older, undefined);
});

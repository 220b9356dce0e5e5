// How the chart writes its ticks; run by `npm test`.
import assert from "node:assert/strict";
import test from "node:test";
import { clock } from "./axis.js";

const at = (/** @type {[number, number, number, number, number, number, number?]} */ ...parts) => new Date(...parts).getTime() / 1000;

test("ticks below a second show as many digits as their step", () => {
  assert.deepEqual(clock([at(2026, 0, 1, 10, 0, 5, 7)], 0.001), ["05.007"]);
  assert.deepEqual(clock([at(2026, 0, 1, 10, 0, 5, 50)], 0.01), ["05.05"]);
  assert.deepEqual(clock([at(2026, 0, 1, 10, 0, 5, 500)], 0.5), ["05.5"]);
});

test("a session of several days says which day its ticks are on", () => {
  const ticks = [at(2026, 0, 30, 12, 0, 0), at(2026, 0, 30, 18, 0, 0), at(2026, 0, 31, 0, 0, 0), at(2026, 0, 31, 6, 0, 0)];
  assert.deepEqual(clock(ticks, 21600), ["30 Jan 12:00", "18:00", "31 Jan", "06:00"]);
});

test("a session of one day does not", () => {
  assert.deepEqual(clock([at(2026, 0, 30, 12, 0, 0), at(2026, 0, 30, 13, 0, 0)], 3600), ["12:00", "13:00"]);
});

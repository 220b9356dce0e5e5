// Points of an equity curve in order of time, each with the peak so far and the event that states it.

/** @typedef {{ timestamp: string, equity: number, drawdown: number, event_id: string }} CurvePoint */

export class Series {
  /** @type {number[]} s */
  times = [];
  /** @type {number[]} */
  equity = [];
  /** @type {number[]} */
  peak = [];
  /** @type {string[]} events */
  ids = [];
  /** @type {Set<string>} */
  #known = new Set();

  /** @param {CurvePoint[]} points in order of time, reduced or not: their drawdowns are against the peak of all */
  constructor(points = []) {
    for (const { timestamp, equity, drawdown, event_id } of points) {
      this.times.push(Date.parse(timestamp) / 1000);
      this.equity.push(equity);
      this.peak.push(drawdown < 100 ? equity / (1 - drawdown / 100) : equity);
      this.ids.push(event_id);
      this.#known.add(event_id);
    }
  }

  /** @param {string} id @param {number} time s @param {number} value */
  add(id, time, value) {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    let at = this.times.length;
    while (at > 0 && this.times[at - 1] > time) at--;
    this.times.splice(at, 0, time);
    this.equity.splice(at, 0, value);
    this.ids.splice(at, 0, id);
    this.peak.splice(at, 0, 0);
    for (let i = at; i < this.times.length; i++) {
      const reached = Math.max(this.equity[i], i > 0 ? this.peak[i - 1] : -Infinity);
      if (i > at && this.peak[i] >= reached) break;
      this.peak[i] = reached;
    }
  }

  /** What uPlot draws. @returns {[number[], number[], number[]]} */
  get data() {
    return [this.times, this.peak, this.equity];
  }
}

// Checkpoints, errors and retries on the curve: a sign at the top and a line down. Signs that would touch become one.
/** @import uPlot from "uplot" */

/** @typedef {{ id: string, time: number, sign: string, rank: number }} Mark */

const types = ["checkpoint", "error", "autocorrect_attempt"];
const apart = 18;
/** Marks that are kept. */
const limit = 2000;

/** @param {string} type @param {string | undefined} status @returns {[string, number]} sign, gravity */
function look(type, status) {
  if (type === "error") return ["🔴", 4];
  if (type === "autocorrect_attempt") return ["🔁", 2];
  return status === "fail" ? ["❌", 3] : status === "warn" ? ["🟡", 1] : ["✅", 0];
}

/** @param {string} id @param {string} type @param {string | undefined} status @param {number} time @returns {Mark} */
function mark(id, type, status, time) {
  const [sign, rank] = look(type, status);
  return { id, time, sign, rank };
}

export class Marks {
  /** @type {Map<string, Mark>} */
  #all = new Map();

  /** @param {string} url of the events that are marked */
  async load(url) {
    const response = await fetch(url);
    if (!response.ok) return;
    /** @type {{ items: { id: string, type: string, status?: string, timestamp: string }[] }} */
    const page = await response.json();
    for (const { id, type, status, timestamp } of page.items) {
      this.#all.set(id, mark(id, type, status, Date.parse(timestamp) / 1000));
    }
  }

  /** @param {import("./feed/rows.js").Row} row of the feed */
  take({ id, type = "", status, at }) {
    if (!types.includes(type)) return;
    this.#all.set(id, mark(id, type, status, Date.parse(at) / 1000));
    if (this.#all.size > limit) this.#all.delete(/** @type {string} */ (this.#all.keys().next().value));
  }

  /** @param {uPlot} chart @param {string} line its colour */
  draw(chart, line) {
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    /** @type {{ x: number, mark: Mark, count: number }[]} */
    const drawn = [];
    for (const one of [...this.#all.values()].sort((a, b) => a.time - b.time)) {
      const x = chart.valToPos(one.time, "x", true);
      if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
      const last = drawn.at(-1);
      if (last && x - last.x < apart * ratio) {
        last.count++;
        if (one.rank > last.mark.rank) last.mark = one;
      } else drawn.push({ x, mark: one, count: 1 });
    }
    ctx.save();
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.font = `${11 * ratio}px system-ui, "Noto Color Emoji", sans-serif`;
    // Coloured signs, too, are as transparent as the fill.
    ctx.fillStyle = ctx.strokeStyle = line;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    for (const { x, mark: one } of drawn) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top + 32 * ratio);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(one.sign, x, bbox.top + 17 * ratio);
    }
    ctx.restore();
    chart.root.dataset.marks = String(drawn.length);
  }
}

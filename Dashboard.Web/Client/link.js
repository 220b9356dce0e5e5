// Between a point of the chart and its row in the feed.
import { unfold } from "./folds.js";
import { local } from "./moment.js";
import { table } from "./rows.js";

/** @param {Element} row @returns {number} s */
export const rowTime = (row) => Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "") / 1000;

/** .NET ticks, as rows' keys begin with them. @param {number} time s */
const ticks = (time) => String(BigInt(Math.round(time * 1000)) * 10_000n + 621355968000000000n).padStart(19, "0");

/** The event's own row, or the fold that it is in. @param {string} id @param {number} time s @returns {HTMLElement | null} */
export function rowAt(id, time) {
  const own = document.getElementById(`e${id}`);
  if (own) return own;
  // Points are known to the millisecond, keys to 100 ns.
  const [from, to] = [ticks(time - 0.001), ticks(time + 0.001)];
  const rows = table()?.rows ?? [];
  // Rows stand newest first, and there may be thousands: the last one that is not older, then up to the fold above it.
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyAt(rows, middle) >= from) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i--) {
    const { oldest } = rows[i].dataset;
    if (oldest) return oldest <= `${to}~` ? rows[i] : null;
  }
  return null;
}

/** The place of a row, or of the nearest one above it that has any. @param {ArrayLike<HTMLElement>} rows @param {number} at */
function keyAt(rows, at) {
  while (at >= 0 && !rows[at].dataset.key) at--;
  return rows[at]?.dataset.key ?? "~";
}

/** Brings an event's row into sight; one that is not loaded becomes the newest of a feed that ends with it.
 * @param {string} id @param {number} time s */
export async function reveal(id, time) {
  const near = rowAt(id, time);
  if (near?.classList.contains("fold")) await unfold(near);
  const row = document.getElementById(`e${id}`) ?? near;
  if (row) {
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
    return;
  }
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#feed form"));
  if (!form) return;
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
    if (field) field.value = value;
  };
  set("range", "custom");
  set("from", "");
  // The whole second after: the field knows no parts of one.
  set("to", local(new Date(Math.ceil(time) * 1000 + 1000)));
  form.requestSubmit();
}

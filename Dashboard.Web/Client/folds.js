// A fold of beats opens into its beats, and closes over them again.
import { beneath } from "./rows.js";

/** The rows beneath a fold that it has opened into. @param {HTMLElement} fold */
function members(fold) {
  /** @type {HTMLElement[]} */
  const rows = [];
  for (let row = beneath(fold); row; row = beneath(row)) {
    if (row.classList.contains("opened")) {
      if (rows.length > 0) rows.push(row);
    } else if (row.classList.contains("older")) {
      if (!row.querySelector("a[href*='type=heartbeat']")) break;
      rows.push(row);
    } else if (row.dataset.type === "heartbeat" && (row.dataset.key ?? "") >= (fold.dataset.oldest ?? "")) rows.push(row);
    else break;
  }
  return rows;
}

export const isOpen = (/** @type {HTMLElement} */ row) => row.hasAttribute("data-expanded");

/** Says of a row, and of the control in it, whether it is open: a table's row has no such state for a screen reader.
 * @param {HTMLElement} row @param {boolean} open */
export function mark(row, open) {
  row.toggleAttribute("data-expanded", open);
  row.querySelector(".unfold, .time a")?.setAttribute("aria-expanded", String(open));
}

/** @param {HTMLElement} fold */
export function close(fold) {
  for (const row of members(fold)) row.remove();
  mark(fold, false);
}

/** @param {HTMLElement} fold */
export async function unfold(fold) {
  if (isOpen(fold)) return;
  mark(fold, true);
  const response = await fetch(fold.dataset.open ?? "", { headers: { "HX-Request": "true" } });
  if (!response.ok) {
    mark(fold, false);
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const rows = [...template.content.querySelectorAll("tr")].filter((row) => !document.getElementById(row.id));
  // The fold may have been replaced by a newer one of its kind meanwhile.
  const place = document.getElementById(fold.id) ?? fold;
  place.after(...rows);
  for (const row of rows) if (row.classList.contains("older")) htmx.process(row);
}

/** @param {HTMLElement} fold */
export const toggle = (fold) => (isOpen(fold) ? close(fold) : void unfold(fold));

/** The open fold that an event belongs into. @param {string} key */
export function openFoldAt(key) {
  const folds = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#rows tr.fold[data-expanded]"));
  return [...folds].find((fold) => (fold.dataset.oldest ?? "") <= key && key <= (fold.dataset.key ?? ""));
}

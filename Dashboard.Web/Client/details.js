// A row of the feed opens beneath itself, by click or Enter.
import { mark, toggle as toggleFold } from "./folds.js";

/** @param {HTMLTableRowElement} row */
async function toggle(row) {
  const next = row.nextElementSibling;
  if (next?.classList.contains("opened")) {
    next.remove();
    mark(row, false);
    return;
  }
  const link = row.querySelector("a")?.getAttribute("href");
  if (!link) return;
  mark(row, true);
  await htmx.ajax("GET", link, { target: row, swap: "afterend" });
}

export function startDetails() {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const row = /** @type {HTMLTableRowElement | null} */ (event.target.closest("#rows tr[data-key]:not(.gap)"));
    // With a modifier the link is a link: a tab of its own.
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (row.classList.contains("fold")) toggleFold(row);
    else void toggle(row);
  });
}

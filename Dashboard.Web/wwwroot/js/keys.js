// Keys: / search, j and k from row to row, Enter opens, f follows, ? says all this.
import { follow } from "./feed.js";

/** @param {1 | -1} by */
function step(by) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows tr[data-key]")]);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

function search() {
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
  box?.focus();
  box?.select();
}

function help() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
  if (dialog?.open) dialog.close();
  else dialog?.showModal();
}

/** @type {Record<string, () => void>} */
const keys = { "/": search, j: () => step(1), k: () => step(-1), f: follow, "?": help };

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    const isTyping = target.matches("input, select, textarea");
    if (event.key === "Escape" && isTyping) target.blur();
    if (event.key === "Enter" && target.matches("#rows tr[data-key]")) target.click();
    const action = keys[event.key];
    if (!action || isTyping) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-help]")) help();
  });
}

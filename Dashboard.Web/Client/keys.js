// Keys: / search, j and k from row to row, Enter opens, x ticks a session, ? says all this; a page may have more.

/** @param {1 | -1} by */
function step(by) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#rows tr[data-key], #sessions tr.row")]);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (next) reach(next);
  next?.scrollIntoView({ block: "nearest" });
}

/** A session's row is known by its link: Enter follows that. @param {HTMLElement} row */
function reach(row) {
  /** @type {HTMLElement} */ (row.querySelector(".who a") ?? row).focus({ preventScroll: true });
}

function tick() {
  /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("#sessions tr.row")?.querySelector("input"))?.click();
}

function search() {
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
  box?.focus();
  box?.select();
}

function help() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
  if (!dialog || dialog.open) {
    dialog?.close();
    return;
  }

  const row = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("tr[id], tr[data-key]"));
  dialog.showModal();
  // The browser gives the focus back to what had it, but not when that was put anew meanwhile.
  const back = () => {
    const again = row?.id ? `#${CSS.escape(row.id)}` : `#rows tr[data-key="${row?.dataset.key}"]`;
    const found = /** @type {HTMLElement | null} */ (row && !row.isConnected ? document.querySelector(again) : null);
    if (found) reach(found);
  };
  dialog.addEventListener("close", back, { once: true });
}

/** Leaves what was entered, or closes what was opened last. @param {HTMLElement} target @param {boolean} isTyping */
function escape(target, isTyping) {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.menu[open]"));
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (isTyping) target.blur();
  else {
    const opened = target.closest("tr[data-expanded]") ?? target.closest("tr.opened")?.previousElementSibling;
    const dismiss = document.querySelector("#since:not([hidden]) [data-dismiss]");
    /** @type {HTMLElement | null | undefined} */ (opened?.querySelector("a, button") ?? dismiss)?.click();
  }
}

/** @type {Record<string, () => void>} */
const keys = { "/": search, j: () => step(1), k: () => step(-1), x: tick, "?": help };

/** @param {Record<string, () => void>} more of this page alone */
export function startKeys(more = {}) {
  // Fingers have no keys: only who has a mouse is told of them.
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
  if (box && matchMedia("(pointer: fine)").matches) box.placeholder += "  /";
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    const isTyping = target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape") escape(target, isTyping);
    if (event.key === "Enter" && target.matches("#rows tr[data-key]")) target.click();
    const action = keys[event.key] ?? more[event.key];
    if (!action || isTyping) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
    if (event.target instanceof Element && event.target.closest("[data-help]")) help();
  });
}

// The list of sessions: rows that change are replaced in place; a new session comes on top where it belongs there.

/** @param {HTMLTableRowElement} row */
function take(row) {
  const shown = document.getElementById(row.id);
  if (shown) {
    const focused = shown.contains(document.activeElement);
    shown.replaceWith(row);
    if (focused) row.querySelector("a")?.focus();
    return;
  }
  const list = document.getElementById("list");
  if (!list?.dataset.newestFirst) return;
  const body = document.getElementById("sessions");
  if (!body) {
    // The first session of all: the designed emptiness gives way to the table.
    location.reload();
    return;
  }
  const start = BigInt(row.dataset.start ?? 0);
  const rows = /** @type {HTMLTableRowElement[]} */ ([...body.children]);
  const older = rows.find((other) => BigInt(other.dataset.start ?? 0) < start);
  if (!older && document.querySelector("#list .more")) return;
  body.insertBefore(row, older ?? null);
  row.classList.add("fresh");
}

export function startList() {
  document.getElementById("stream")?.addEventListener("session", (event) => {
    const template = document.createElement("template");
    template.innerHTML = /** @type {CustomEvent} */ (event).detail.data;
    for (const row of [...template.content.querySelectorAll("tr")]) take(row);
  });
}

// What is shown of runners is read again after a change; a row leads to its page wherever it is clicked.
import { subscribe } from "./live/connection.js";

/** The page as it is now, put in the place of what is shown. */
const reload = () => void htmx.ajax("GET", location.href, { target: "#live-part", select: "#live-part", swap: "outerMorph" });

/** Sentences name times in the reader's zone; the next page is told by a cookie. */
function rememberZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const told = `zone=${encodeURIComponent(timeZone)}`;
  if (!document.cookie.split("; ").includes(told)) document.cookie = `${told}; path=/; max-age=31536000; samesite=strict`;
}

export function startRunners() {
  rememberZone();
  subscribe("Runners", () => [], () => {
    // What is being typed, or has been ticked, is not swept away.
    if (!document.querySelector("#filters input:focus, #sessions input:checked")) reload();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const row = event.target.closest("#runners tr.row, #sessions tr.row");
    if (!row || event.target.closest("a, input, button, label, .pick") || String(getSelection())) return;
    /** @type {HTMLAnchorElement | null} */ (row.querySelector(".who a"))?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  });
}

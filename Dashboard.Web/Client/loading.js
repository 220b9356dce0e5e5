// What is asked for and has not come: its panel says so, and keeps what it shows. What fails says that, too.

/** @param {Event} event of htmx @returns {HTMLElement | null} the panel that a reader's own request is for */
function panel(event) {
  const { sourceElement } = /** @type {CustomEvent} */ (event).detail.ctx ?? {};
  return sourceElement instanceof Element ? sourceElement.closest(".panel") : null;
}

/** @param {HTMLElement | null} element @param {string} words */
function fail(element, words) {
  const line = element?.querySelector(".failure");
  if (line) line.textContent = words;
}

export function startLoading() {
  document.addEventListener("htmx:before:request", (event) => {
    panel(event)?.setAttribute("aria-busy", "true");
    fail(panel(event), "");
  });
  document.addEventListener("htmx:finally:request", (event) => panel(event)?.removeAttribute("aria-busy"));
  for (const name of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(name, (event) =>
      fail(panel(event), "This could not be loaded. What is shown is from before; reload the page or try again."));
  }
}

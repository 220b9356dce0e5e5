// Buttons that copy what stands beside them.

/** @param {HTMLElement} button */
async function copy(button) {
  const label = button.dataset.label ?? button.textContent ?? "";
  button.dataset.label = label;
  await navigator.clipboard.writeText(button.dataset.copy ?? location.href);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = label), 1500);
}

export function startCopy() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".copy") : null;
    if (button) void copy(/** @type {HTMLElement} */ (button));
  });
}

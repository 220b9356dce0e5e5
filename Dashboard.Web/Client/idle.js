// What can wait until the page stands. Safari does not tell when it is idle.

/** @param {() => void} work */
export function whenIdle(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 1000 });
  else setTimeout(work);
}

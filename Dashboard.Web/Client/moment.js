// Moments in the fields of a range: on the page in the reader's own time, in the address in UTC, so that a link means the
// same to everybody.

/** @param {Date} at @returns {string} as a `datetime-local` field has it, in whole seconds */
export function local(at) {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** @param {HTMLInputElement} field */
export function localiseField(field) {
  const at = new Date(field.dataset.moment ?? "");
  if (!Number.isNaN(at.getTime())) field.value = local(at);
}

/** @param {string} value of a field @returns {string} the same moment, UTC; as it is when it is none */
export function absolute(value) {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : at.toISOString().replace(".000Z", "Z");
}

export function startMoments() {
  // A field that is typed in part by part says "change" with each part; what is meant comes with Enter or the button.
  document.addEventListener(
    "change",
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.matches("[type=datetime-local], [type=date]")) event.stopPropagation();
    },
    { capture: true },
  );
}

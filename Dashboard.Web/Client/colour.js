/**
 * A colour of the style sheet as a canvas takes it.
 * @param {string} name of a class `colour-…`
 */
export function colour(name) {
  // Canvas does not know light-dark(): let the browser resolve it.
  const probe = document.createElement("i");
  probe.className = `colour-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

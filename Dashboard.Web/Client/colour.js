/**
 * Colours of the style sheet as a canvas takes them, by their names: of classes `colour-…`. All at once, for each look at
 * what the browser has computed makes it compute.
 * @template {string} Name
 * @param {Name[]} names
 * @returns {Record<Name, string>}
 */
export function colours(...names) {
  // Canvas does not know light-dark(): let the browser resolve it.
  const probes = document.createElement("div");
  for (const name of names) probes.append(Object.assign(document.createElement("i"), { className: `colour-${name}` }));
  document.body.append(probes);
  const found = names.map((name, i) => [name, getComputedStyle(probes.children[i]).color]);
  probes.remove();
  return Object.fromEntries(found);
}

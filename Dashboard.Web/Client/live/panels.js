// Panels that look different take the place of what they were, element by element: focus and selection stay.
import { Idiomorph } from "idiomorph";

const options = {
  morphStyle: /** @type {const} */ ("outerHTML"),
  callbacks: {
    // What the reader has opened stays open, and what is zoomed stays so.
    beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ element) =>
      !(name === "open" && element instanceof HTMLDetailsElement) && name !== "style",
  },
};

/** @param {string[]} panels each an element with an id */
export function put(panels) {
  for (const html of panels) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    const shown = fresh && document.getElementById(fresh.id);
    if (shown) Idiomorph.morph(shown, fresh, options);
  }
}

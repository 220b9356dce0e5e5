// The feed's filter as the page's form has it and as its address says it. What it lets through, the server decides.
import { absolute, localiseField } from "../moment.js";

export const form = () => /** @type {HTMLFormElement} */ (document.querySelector("#feed form"));

/** @returns {URLSearchParams} the filter in force, without what says nothing */
export function query() {
  const values = new URLSearchParams();
  const filter = new FormData(form());
  const range = filter.get("range");
  for (const [name, value] of filter) {
    const isIdle = (name === "zone" && range !== "today") || (["from", "to"].includes(name) && range !== "custom");
    if (!value || isIdle) continue;
    values.set(name, ["from", "to"].includes(name) ? absolute(String(value)) : String(value));
  }
  return values;
}

/** Puts the address's filter into the form: the reader went back. */
export function fill() {
  const values = new URLSearchParams(location.search);
  for (const field of /** @type {Iterable<HTMLInputElement>} */ (form().elements)) {
    if (!field.name || field.name === "zone") continue;
    const value = values.get(field.name) ?? "";
    if (field.type === "datetime-local") {
      field.dataset.moment = value;
      field.value = "";
      localiseField(field);
    } else field.value = value;
  }
}

/** Shows what the mode in force has a use for. @param {"groups" | "each" | "narrowed"} mode @param {string | undefined} problem */
export function mark(mode, problem) {
  const { elements } = form();
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (elements.namedItem(name));
  const custom = /** @type {HTMLElement} */ (form().querySelector(".custom"));
  custom.hidden = field("range").value !== "custom";
  field("beats").disabled = mode === "narrowed";
  for (const name of ["from", "to"]) {
    field(name).toggleAttribute("aria-invalid", false);
    if (problem) field(name).setAttribute("aria-invalid", "true");
  }
  const line = /** @type {HTMLElement} */ (document.getElementById("range-problem"));
  line.hidden = !problem;
  line.textContent = problem ?? "";
}

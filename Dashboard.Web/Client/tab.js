// The tab's title and icon say how the session is, or all sessions, also when another tab is in front.
import { isStale } from "./stale.js";

const state = () => /** @type {HTMLElement | null} */ (document.querySelector("#tab, #list"));

function show() {
  const tab = state();
  if (!tab?.dataset.title) return;
  const title = isStale() ? `⚡\uFE0E Not live · ${tab.dataset.title}` : tab.dataset.title;
  if (document.title !== title) document.title = title;
  const icon = /** @type {HTMLLinkElement | null} */ (document.getElementById("favicon"));
  const href = `/icons/${isStale() ? "idle" : tab.dataset.icon}.svg`;
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

export function startTab() {
  if (!state()) return;
  show();
  new MutationObserver(show).observe(document.documentElement, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-title", "data-icon", "data-stale"],
  });
}

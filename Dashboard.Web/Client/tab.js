// The tab's title and icon say how the session is, or all sessions, also when another tab is in front.
import { isStale } from "./stale.js";

const state = () => /** @type {HTMLElement | null} */ (document.querySelector("#tab, #list"));

/** An icon with how many need attention. @param {number} count */
function badge(count) {
  const text = count > 9 ? "9+" : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1" y="1" width="30" height="30" rx="9" fill="#b25f00"/><text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${text.length > 1 ? 17 : 21}" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function show() {
  const tab = state();
  if (!tab?.dataset.title) return;
  const title = isStale() ? `⚡\uFE0E Not live · ${tab.dataset.title}` : tab.dataset.title;
  if (document.title !== title) document.title = title;
  const icon = /** @type {HTMLLinkElement | null} */ (document.getElementById("favicon"));
  const count = Number(/^\((\d+)\)/.exec(tab.dataset.title)?.[1] ?? 0);
  const href = !isStale() && count > 0 ? badge(count) : `/icons/${isStale() ? "idle" : tab.dataset.icon}.svg`;
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

// The tab's title and icon say how the session is, also when another tab is in front.

function show() {
  const tab = document.getElementById("tab");
  if (!tab) return;
  if (tab.dataset.title && document.title !== tab.dataset.title) document.title = tab.dataset.title;
  const icon = /** @type {HTMLLinkElement | null} */ (document.getElementById("favicon"));
  const href = `/icons/${tab.dataset.icon}.svg`;
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

export function startTab() {
  const tab = document.getElementById("tab");
  if (!tab) return;
  show();
  new MutationObserver(show).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-title", "data-icon"],
  });
}

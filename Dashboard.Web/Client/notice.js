// A page that waits for something looks again by itself.

export function startNotice() {
  if (document.querySelector(".notice[data-retry]")) setTimeout(() => location.reload(), 3000);
}

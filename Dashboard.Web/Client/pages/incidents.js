// Incidents: what the alerter has told of, read again every few seconds while somebody looks.
import "../htmx.js";
import { startClock } from "../clock.js";
import { startLoading } from "../loading.js";
import { isLoggedOut, startLogin } from "../login.js";
import { startTab } from "../tab.js";

const every = 5000;

startClock();
startTab();
startLoading();
startLogin();
setInterval(() => {
  if (document.visibilityState === "visible" && !isLoggedOut()) {
    void htmx.ajax("GET", location.href, { target: "#live-part", select: "#live-part", swap: "outerMorph" });
  }
}, every);

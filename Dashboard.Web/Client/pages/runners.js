// The list of runners, and the page of one: the server says when something may have changed, and the page is read again.
import "../htmx.js";
import { startClock } from "../clock.js";
import { startCopy } from "../copy.js";
import { startKeys } from "../keys.js";
import { startLoading } from "../loading.js";
import { startLogin } from "../login.js";
import { startRunners } from "../runners.js";
import { startStale } from "../stale.js";
import { startTab } from "../tab.js";

startClock();
startTab();
startKeys();
startRunners();
startCopy();
startLoading();
startLogin();
startStale();

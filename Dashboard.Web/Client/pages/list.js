// The list of sessions.
import "../htmx.js";
import { startClock } from "../clock.js";
import { startCopy } from "../copy.js";
import { startKeys } from "../keys.js";
import { startList } from "../list.js";
import { startLoading } from "../loading.js";
import { startLogin } from "../login.js";
import { startMoments } from "../moment.js";
import { startSince } from "../since.js";
import { startStale } from "../stale.js";
import { startTab } from "../tab.js";

startClock();
startTab();
startKeys();
startMoments();
startList();
startCopy();
startLoading();
startLogin();
startStale();
void startSince();

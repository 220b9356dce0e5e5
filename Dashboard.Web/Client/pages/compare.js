// Sessions side by side.
import "../htmx.js";
import { startClock } from "../clock.js";
import { startCompare } from "../compare.js";
import { startCopy } from "../copy.js";
import { startLogin } from "../login.js";
import { startStale } from "../stale.js";

startClock();
startCompare();
startCopy();
startLogin();
startStale();

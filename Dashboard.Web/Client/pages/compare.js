// Two sessions side by side.
import "../htmx.js";
import { startClock } from "../clock.js";
import { startCompare } from "../compare.js";
import { startLoading } from "../loading.js";
import { startLogin } from "../login.js";

startClock();
startCompare();
startLoading();
startLogin();

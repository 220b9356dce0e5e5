// Pages that stand still: one event, and whatever says that there is nothing to show.
import { startClock } from "../clock.js";
import { startCopy } from "../copy.js";
import { startNotice } from "../notice.js";

startClock();
startCopy();
startNotice();

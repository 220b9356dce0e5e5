import { startChart } from "./chart.js";
import { startClock } from "./clock.js";
import { startFeed } from "./feed.js";
import { startList } from "./list.js";
import { startNotice } from "./notice.js";
import { startStream } from "./stream.js";
import { startTab } from "./tab.js";

startClock();
startTab();
startStream();
startFeed();
startList();
startChart();
startNotice();

import { startChart } from "./chart.js";
import { startClock } from "./clock.js";
import { startCompare } from "./compare.js";
import { startDetails } from "./details.js";
import { startFeed } from "./feed.js";
import { startKeys } from "./keys.js";
import { startList } from "./list.js";
import { startLive } from "./live.js";
import { startLoading } from "./loading.js";
import { startLogin } from "./login.js";
import { startMoments } from "./moment.js";
import { startNotice } from "./notice.js";
import { startStale } from "./stale.js";
import { connect, startStream } from "./stream.js";
import { startTab } from "./tab.js";

startClock();
startTab();
startStream();
startFeed();
startLive();
startKeys();
startMoments();
startDetails();
startList();
startChart();
startCompare();
startNotice();
startLoading();
startLogin();
startStale();

// Last: a stream that opens before all listen would speak to nobody.
connect();

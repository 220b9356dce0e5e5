// The page of a session.
import "../htmx.js";
import { startChart } from "../chart.js";
import { startClock } from "../clock.js";
import { startCopy } from "../copy.js";
import { startDetails } from "../details.js";
import { follow, startFeed } from "../feed.js";
import { startKeys } from "../keys.js";
import { startLive } from "../live.js";
import { startLoading } from "../loading.js";
import { startLogin } from "../login.js";
import { startMoments } from "../moment.js";
import { startStale } from "../stale.js";
import { connect, startStream } from "../stream.js";
import { startTab } from "../tab.js";

startClock();
startTab();
startStream();
startFeed();
startLive();
startKeys({ f: follow });
startMoments();
startDetails();
startCopy();
startChart();
startLoading();
startLogin();
startStale();

// Last: a stream that opens before all listen would speak to nobody.
connect();

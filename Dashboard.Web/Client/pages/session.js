// The page of a session.
import { startChart } from "../chart.js";
import { startClock } from "../clock.js";
import { startCopy } from "../copy.js";
import { Feed } from "../feed/feed.js";
import { startKeys } from "../keys.js";
import { startAuto } from "../live/auto.js";
import { subscribe } from "../live/connection.js";
import { put } from "../live/panels.js";
import { show } from "../live/state.js";
import { startMoments } from "../moment.js";
import { startStale } from "../stale.js";
import { startTab } from "../tab.js";
import { startTrades } from "../trades/table.js";

startClock();
startTab();
startMoments();
startCopy();
startStale();

const feed = new Feed();
const chart = startChart(feed);
const trades = startTrades((time) => chart?.show(time));
startKeys({ f: () => feed.follow() });

const panel = /** @type {HTMLElement} */ (document.getElementById("feed"));
let { position = "0" } = panel.dataset;

if (document.getElementById("tab")?.dataset.ended) show("ended");
else {
  feed.onFilter = subscribe(
    "Session",
    () => [panel.dataset.session, Number(position), feed.filter],
    (update) => {
      position = update.position;
      put(update.panels);
      feed.take(update);
      chart?.take(update);
      trades?.take(update);
    },
  );
  startAuto();
}

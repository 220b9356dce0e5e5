// The page's one connection to the dashboard, over which it subscribes to what it shows. SignalR opens it, notices when
// it is dead, and falls back where a proxy does not let web sockets pass.
import { HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import { isLoggedOut, loggedOut } from "../login.js";
import { show } from "./state.js";

/** As the server sends them; silence for longer than two of them is no connection, ms. */
const keepAlive = 5000;
/** Between attempts to come back, ms. */
const pauses = [0, 500, 1000, 2000, 5000];

/**
 * @typedef {object} Subscription
 * @property {string} method of the server's hub
 * @property {() => unknown[]} args as they are when it is opened, or opened again after the connection was lost
 * @property {(update: any) => void} take
 * @property {{ dispose(): void } | null} [stream]
 * @property {boolean} [isOver] nothing more will come
 */

/** @type {Subscription[]} */
const subscriptions = [];
let isPaused = false;
let isWanted = false;

const hub = new HubConnectionBuilder()
  .withUrl("/live", { timeout: 2 * keepAlive })
  .configureLogging(LogLevel.None)
  .build();
hub.keepAliveIntervalInMilliseconds = keepAlive;
hub.serverTimeoutInMilliseconds = 2 * keepAlive;
hub.onclose(() => {
  if (!isWanted) return;
  show("lost");
  void connect();
});

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function connect() {
  for (let attempt = 0; isWanted && !isLoggedOut(); attempt++) {
    await wait(pauses[Math.min(attempt, pauses.length - 1)]);
    try {
      await hub.start();
    } catch (error) {
      if (String(error).includes("Status code '401'")) {
        loggedOut();
        return;
      }
      show("lost");
      continue;
    }
    subscriptions.forEach(open);
    return;
  }
}

/** @param {Subscription} subscription */
function open(subscription) {
  if (isPaused || subscription.isOver || hub.state !== HubConnectionState.Connected) return;
  const stream = hub.stream(subscription.method, ...subscription.args()).subscribe({
    next(update) {
      if (subscription.stream !== stream) return;
      show("live");
      subscription.take(update);
    },
    complete() {
      subscription.isOver = true;
      if (subscriptions.every(({ isOver }) => isOver)) rest();
    },
    error() {
      // With the connection it is opened again; alone it was refused, for now.
      if (subscription.stream !== stream || hub.state !== HubConnectionState.Connected) return;
      show("lost");
      setTimeout(() => subscription.stream === stream && open(subscription), 2000);
    },
  });
  subscription.stream = stream;
}

/** @param {Subscription} subscription */
function close(subscription) {
  subscription.stream?.dispose();
  subscription.stream = null;
}

/** What is shown has ended: a page that holds no connection costs nobody anything. */
function rest() {
  isWanted = false;
  void hub.stop();
  show("ended");
}

/**
 * @param {string} method @param {() => unknown[]} args @param {(update: any) => void} take
 * @returns {() => void} opens it again, with other arguments
 */
export function subscribe(method, args, take) {
  /** @type {Subscription} */
  const subscription = { method, args, take };
  subscriptions.push(subscription);
  if (!isWanted) {
    isWanted = true;
    void connect();
  } else open(subscription);
  return () => {
    close(subscription);
    open(subscription);
  };
}

/** @param {boolean} isOn */
export function pause(isOn) {
  isPaused = isOn;
  if (isOn) {
    subscriptions.forEach(close);
    show("paused");
  } else subscriptions.forEach(open);
}

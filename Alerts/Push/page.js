// Turns notifications of this browser on and off; the browser asks its user first.

const button = document.querySelector("button");
const status = document.querySelector("[role=status]");

const show = (subscription) => {
  button.disabled = false;
  button.textContent = subscription ? "Turn off" : "Turn on";
  status.textContent = subscription ? "Notifications are on." : "Notifications are off.";
};

const send = async (method, subscription) => {
  const answer = await fetch("subscriptions", {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(subscription),
  });
  if (!answer.ok) {
    throw new Error(`The alerter answers ${answer.status}.`);
  }
};

const turnOn = async (worker) => {
  const { public_key } = await (await fetch("key")).json();
  const key = Uint8Array.from(atob(public_key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await send("POST", subscription);
  return subscription;
};

const turnOff = async (subscription) => {
  await send("DELETE", { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  return null;
};

const start = async () => {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    status.textContent = "This browser cannot show notifications here.";
    return;
  }
  await navigator.serviceWorker.register("worker.js");
  const worker = await navigator.serviceWorker.ready;
  let subscription = await worker.pushManager.getSubscription();
  show(subscription);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      subscription = subscription ? await turnOff(subscription) : await turnOn(worker);
      show(subscription);
    } catch (problem) {
      show(subscription);
      status.textContent = `That did not work: ${problem.message}`;
    }
  });
};

start().catch((problem) => (status.textContent = `That did not work: ${problem.message}`));

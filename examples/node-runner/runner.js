// A dry-run trading session of three phases over a made-up price series.
import { setTimeout as pause } from 'node:timers/promises';
import { average, randomWalk } from './prices.js';
import { cents, PhaseFailed, Session } from './session.js';
import { startTelemetry } from './otlp.js';

const stepMillis = Number(process.env.RUNNER_STEP_MS ?? 50);
const heartbeatMillis = Number(process.env.RUNNER_HEARTBEAT_MS ?? 2000);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const telemetry = startTelemetry({ name: 'node-runner', heartbeatMillis });
const session = new Session(telemetry, { name: 'node-runner', phaseCount: 3, dryRun: true, capital: 10_000, currency: 'EUR' });

async function step(phase) {
  await pause(stepMillis, undefined, { signal: interrupted.signal });
  phase.step();
}

async function readPrices(phase) {
  const prices = [];
  for (const price of randomWalk(300)) {
    prices.push(price);
    if (prices.length % 10 === 0) {
      await step(phase);
    }
  }
  phase.checkpoint('values_ok', prices.every((price) => price > 0), `${prices.length} prices above zero`);
  return prices;
}

async function chooseLength(phase, past) {
  let best = { length: 0, gain: -Infinity };
  for (const length of [5, 8, 13, 21]) {
    const wants = (i) => i >= length && past[i] > average(past, i, length);
    const gain = past.reduce((sum, price, i) => (i > 0 && wants(i - 1) ? sum + price - past[i - 1] : sum), 0);
    best = gain > best.gain ? { length, gain } : best;
    await step(phase);
  }
  phase.checkpoint('parameters_chosen', true, `average of ${best.length}`);
  return best.length;
}

async function trade(phase, prices, first, length) {
  phase.checkpoint('api_keys_present', true, 'not needed: a dry run');
  let { capital: cash } = session;
  let held = null;
  for (let i = first; i < prices.length; i++) {
    const wantsIn = prices[i - 1] > average(prices, i - 1, length);
    let closed = null;
    if (wantsIn && held === null) {
      const units = Math.floor(cash / prices[i]);
      held = { units, price: prices[i], paid: cents(units * prices[i]) };
      cash = cents(cash - held.paid);
    } else if (!wantsIn && held !== null) {
      const pnl = cents(held.units * prices[i] - held.paid);
      closed = { symbol: 'WALK', side: 'long', quantity: held.units, entry_price: held.price, exit_price: prices[i], pnl };
      cash = cents(cash + held.paid + pnl);
      held = null;
    }
    session.equity = cents(cash + (held?.units ?? 0) * prices[i]);
    if (closed !== null) {
      phase.tradeClosed(closed);
    }
    await step(phase);
  }
  phase.checkpoint('risk_ok', session.equity > 0.5 * session.capital, `${session.equity.toFixed(2)} left`);
  phase.summary();
}

try {
  const prices = await session.phase('data_phase', 60, readPrices);
  const length = await session.phase('strategy_phase', 60, (phase) => chooseLength(phase, prices.slice(0, 200)));
  await session.phase('api_phase', 600, (phase) => trade(phase, prices, 200, length));
  session.end('success');
} catch (error) {
  const status = error.name === 'AbortError' ? 'cancelled' : error instanceof PhaseFailed ? 'failed' : 'error';
  session.end(status, error);
  process.exitCode = status === 'cancelled' ? 0 : 1;
}
await telemetry.shutdown();
console.log(`Session ${session.id}: equity ${session.equity.toFixed(2)}, ${session.totals.trades} trades`);

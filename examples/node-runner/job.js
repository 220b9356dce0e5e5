// A nightly report without money: reads, retries once, writes; told by the same session as the trading runner.
import { setTimeout as pause } from 'node:timers/promises';
import { PhaseFailed, Session } from './session.js';
import { startTelemetry } from './otlp.js';

const stepMillis = Number(process.env.RUNNER_STEP_MS ?? 50);
const heartbeatMillis = Number(process.env.RUNNER_HEARTBEAT_MS ?? 2000);
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => stopped.abort());
}

const telemetry = startTelemetry({ name: 'node-job', heartbeatMillis });
const session = new Session(telemetry, { name: 'node-job', phaseCount: 2, parameters: { rows: 20 } });

async function step(phase) {
  await pause(stepMillis, undefined, { signal: stopped.signal });
  phase.step();
}

async function read(phase) {
  await step(phase);
  const rows = Array.from({ length: 20 }, (_, i) => i * i);
  phase.checkpoint('not_empty', rows.length > 0, `${rows.length} rows`);
  return rows;
}

async function write(phase, rows, attempt) {
  phase.progressTotal = rows.length;
  for (const _ of rows) {
    await step(phase);
    if (attempt === 1 && phase.progress === 5) {
      throw new Error('the target is busy');
    }
  }
}

try {
  const rows = await session.phase('read', 60, read);
  // A retry is another run of the phase; its status is that of the latest run.
  await session.phase('write', 60, (phase) => write(phase, rows, 1)).catch((error) => {
    if (error.name === 'AbortError') {
      throw error;
    }
    return session.phase('write', 60, (phase) => write(phase, rows, 2));
  });
  session.end('success');
} catch (error) {
  const status = error.name === 'AbortError' ? 'cancelled' : error instanceof PhaseFailed ? 'failed' : 'error';
  session.end(status, error);
  process.exitCode = { cancelled: 130, failed: 1, error: 2 }[status];
}
await telemetry.shutdown();

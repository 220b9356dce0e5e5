// Times that a span event and the log event about it share.
import { performance } from 'node:perf_hooks';

/** Now, as seconds and nanoseconds; the SDKs would each take a time of their own. */
export function now() {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const seconds = Math.floor(micros / 1e6);
  return [seconds, (micros - seconds * 1e6) * 1000];
}

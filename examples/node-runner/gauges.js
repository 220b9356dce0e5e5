// The gauges of conventions v1.1. Every collection is a beat: the metric reader's interval is the heartbeat.
import { ValueType } from '@opentelemetry/api';

/** Name, unit and type; whether it is of the session or of a run of a phase. */
const MONEY = [
  ['runner.equity', '{currency}', ValueType.DOUBLE, true],
  ['runner.pnl', '{currency}', ValueType.DOUBLE, true],
  ['runner.trades', '{trade}', ValueType.INT, false],
  ['runner.wins', '{trade}', ValueType.INT, false],
  ['runner.losses', '{trade}', ValueType.INT, false],
];

export class Gauges {
  #beats = 0;
  #phase = null;

  constructor(meter, heartbeatSeconds) {
    const gauge = (name, unit, valueType) => meter.createObservableGauge(name, { unit, valueType });
    const beat = gauge('runner.heartbeat', '{beat}', ValueType.INT);
    const interval = gauge('runner.heartbeat.interval', 's', ValueType.DOUBLE);
    const progress = gauge('runner.progress', '{step}', ValueType.INT);
    const total = gauge('runner.progress.total', '{step}', ValueType.INT);
    const money = MONEY.map(([name, unit, type, ofSession]) => ({ name, ofSession, gauge: gauge(name, unit, type) }));
    meter.addBatchObservableCallback(
      (points) => {
        const phase = this.#phase;
        if (phase === null) {
          return;
        }
        const ofSession = { 'session.id': phase.session.id };
        const tags = { ...ofSession, 'runner.phase.name': phase.name, 'runner.phase.run': phase.run };
        const values = phase.session.figures(phase.counts);
        points.observe(beat, ++this.#beats, tags);
        points.observe(interval, heartbeatSeconds, tags);
        // Before its first step a phase has no progress: it may never make any.
        if (phase.progress !== null) {
          points.observe(progress, phase.progress, tags);
        }
        if (phase.progressTotal !== null) {
          points.observe(total, phase.progressTotal, tags);
        }
        for (const figure of money) {
          if (figure.name in values) {
            points.observe(figure.gauge, values[figure.name], figure.ofSession ? ofSession : tags);
          }
        }
      },
      [beat, interval, progress, total, ...money.map((figure) => figure.gauge)],
    );
  }

  /** The phase at work; null when the session has ended. */
  report(phase) {
    this.#phase = phase;
  }
}

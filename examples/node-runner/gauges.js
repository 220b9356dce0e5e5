// The gauges of conventions v1. Every collection is a beat: the metric reader's interval is the heartbeat.
import { ValueType } from '@opentelemetry/api';

const FIGURES = {
  'runner.equity': ['{currency}', ValueType.DOUBLE],
  'runner.pnl': ['{currency}', ValueType.DOUBLE],
  'runner.trades': ['{trade}', ValueType.INT],
  'runner.wins': ['{trade}', ValueType.INT],
  'runner.losses': ['{trade}', ValueType.INT],
};

export class Gauges {
  #beats = 0;
  #phase = null;

  constructor(meter, heartbeatSeconds) {
    const gauge = (name, unit, valueType) => meter.createObservableGauge(name, { unit, valueType });
    const beat = gauge('runner.heartbeat', '{beat}', ValueType.INT);
    const interval = gauge('runner.heartbeat.interval', 's', ValueType.DOUBLE);
    const progress = gauge('runner.progress', '{step}', ValueType.INT);
    const figures = Object.entries(FIGURES).map(([name, [unit, type]]) => [name, gauge(name, unit, type)]);
    meter.addBatchObservableCallback(
      (points) => {
        const phase = this.#phase;
        if (phase === null) {
          return;
        }
        const tags = { 'session.id': phase.session.id, 'runner.phase.name': phase.name };
        const values = phase.session.figures(phase.counts);
        points.observe(beat, ++this.#beats, tags);
        points.observe(interval, heartbeatSeconds, tags);
        points.observe(progress, phase.progress, tags);
        for (const [name, figure] of figures) {
          points.observe(figure, values[name], tags);
        }
      },
      [beat, interval, progress, ...figures.map(([, figure]) => figure)],
    );
  }

  /** The phase at work; null when the session has ended. */
  report(phase) {
    this.#phase = phase;
  }
}

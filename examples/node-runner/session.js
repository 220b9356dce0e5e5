// Conventions v1.1 (docs/conventions.md): one session and its phases as spans, log events and gauges.
import { randomUUID } from 'node:crypto';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { Gauges } from './gauges.js';
import { now } from './clock.js';

const { INFO, WARN, ERROR } = SeverityNumber;

/** A negative result of the work, where any other exception is a fault of the program. */
export class PhaseFailed extends Error {}

/** One run of a runner. */
export class Session {
  #telemetry;
  #attributes;
  #span;
  #context;
  #gauges;
  #runs = new Map();
  #told;

  /**
   * @param {{ name: string, phaseCount: number, capital?: number, currency?: string, dryRun?: boolean, parameters?: object }} options
   * Without a capital the session has no money.
   */
  constructor(telemetry, { name, phaseCount, capital, currency, dryRun, parameters = {} }) {
    this.#telemetry = telemetry;
    this.id = randomUUID();
    this.capital = capital;
    this.equity = capital;
    this.totals = { trades: 0, wins: 0, losses: 0 };
    this.#attributes = {
      'session.id': this.id,
      'runner.name': name,
      'runner.dry_run': dryRun,
      'runner.initial_capital': capital,
      'runner.currency': currency,
      'runner.phase.count': phaseCount,
      ...Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`runner.param.${key}`, value])),
    };
    const time = now();
    this.#span = telemetry.tracer.startSpan('runner.session', { root: true, startTime: time, attributes: this.#attributes });
    this.#context = trace.setSpan(ROOT_CONTEXT, this.#span);
    this.#gauges = new Gauges(telemetry.meter, telemetry.heartbeatSeconds);
    this.#write('runner.session.start', INFO, this.#context, time, `${name} started`, this.#attributes);
  }

  /** Runs a phase, for the first time or again, and ends it by how the work ended; what the work throws is rethrown. */
  async phase(name, timeLimitSeconds, work) {
    const phase = new Phase(this, name, this.#next(name), timeLimitSeconds);
    phase.open(this.#telemetry.tracer, this.#context);
    this.#gauges.report(phase);
    await this.#telemetry.beat();
    let status = 'success';
    try {
      return await work(phase);
    } catch (error) {
      status = error instanceof PhaseFailed || error.name === 'AbortError' ? 'failed' : 'error';
      if (status === 'error') {
        phase.tell('runner.error', ERROR, error.message, { 'error.type': error.name });
      }
      this.#told = error;
      throw error;
    } finally {
      // The last beat has the final figures, so it goes out before the end.
      await this.#telemetry.beat();
      phase.close(status, this.#told);
    }
  }

  /** Ends the session; nothing is sent afterwards. */
  end(status, error) {
    this.#gauges.report(null);
    const bad = status !== 'success';
    const final = { 'runner.session.status': status, ...this.figures(this.totals) };
    if (status === 'error') {
      final['error.type'] = error.name;
      if (error !== this.#told) {
        this.#write('runner.error', ERROR, this.#context, now(), error.message, { 'error.type': error.name });
      }
    }
    const time = now();
    const severity = !bad ? INFO : status === 'cancelled' ? WARN : ERROR;
    this.#write('runner.session.end', severity, this.#context, time, `Session ended: ${status}`, { ...this.#attributes, ...final });
    endSpan(this.#span, final, bad && status !== 'cancelled' ? status : null, time);
  }

  /** Money of the session with the trades of a phase, or with all of them; nothing without money. */
  figures({ trades, wins, losses }) {
    if (this.capital === undefined) {
      return {};
    }
    return {
      'runner.equity': this.equity,
      'runner.pnl': cents(this.equity - this.capital),
      'runner.trades': trades,
      'runner.wins': wins,
      'runner.losses': losses,
    };
  }

  /** A phase has the index of its first run. */
  #next(name) {
    const phase = this.#runs.get(name) ?? { index: this.#runs.size, run: 0 };
    phase.run++;
    this.#runs.set(name, phase);
    return { ...phase };
  }

  /** @internal */
  write(...event) {
    this.#write(...event);
  }

  #write(eventName, severityNumber, spanContext, timestamp, body, attributes) {
    const id = { 'session.id': this.id };
    this.#telemetry.logger.emit({ eventName, severityNumber, timestamp, body, context: spanContext, attributes: { ...id, ...attributes } });
  }
}

/** One run of a phase. */
class Phase {
  progress = null;
  progressTotal = null;
  counts = { trades: 0, wins: 0, losses: 0 };
  #span;
  #context;

  constructor(session, name, { index, run }, timeLimitSeconds) {
    this.session = session;
    this.name = name;
    this.run = run;
    this.attributes = {
      'session.id': session.id,
      'runner.phase.name': name,
      'runner.phase.index': index,
      'runner.phase.run': run,
      'runner.phase.time_limit': timeLimitSeconds,
    };
  }

  open(tracer, parent) {
    const time = now();
    this.#span = tracer.startSpan(this.name, { startTime: time, attributes: this.attributes }, parent);
    this.#context = trace.setSpan(parent, this.#span);
    this.tell('runner.phase.start', INFO, `${this.name} started`, {}, time);
  }

  /** Work was done. */
  step() {
    this.progress = (this.progress ?? 0) + 1;
  }

  /** Records a check on the span and tells it at once, with the same time; a failed one fails the phase. */
  checkpoint(name, pass, message) {
    const time = now();
    const check = {
      'runner.checkpoint.name': name,
      'runner.checkpoint.status': pass ? 'pass' : 'fail',
      'runner.checkpoint.message': message,
    };
    this.#span.addEvent('runner.checkpoint', check, time);
    this.tell('runner.checkpoint', pass ? INFO : ERROR, `${name}: ${message}`, check, time);
    if (!pass) {
      throw new PhaseFailed(`${name}: ${message}`);
    }
  }

  /**
   * A trade was closed: tells of it, counts it and tells the new figures.
   * @param {{ symbol: string, side: 'long' | 'short', quantity: number, entry_price: number, exit_price: number, pnl: number }} trade
   */
  tradeClosed(trade) {
    const { pnl } = trade;
    const told = Object.fromEntries(Object.entries(trade).map(([key, value]) => [`runner.trade.${key}`, value]));
    this.tell('runner.trade', INFO, `Trade closed: ${trade.side} ${trade.symbol}, P&L ${pnl.toFixed(2)}`, told);
    for (const counts of [this.counts, this.session.totals]) {
      counts.trades++;
      counts.wins += pnl > 0 ? 1 : 0;
      counts.losses += pnl < 0 ? 1 : 0;
    }
    this.summary();
  }

  summary() {
    const { equity } = this.session;
    const { trades, wins } = this.counts;
    this.tell('runner.summary', INFO, `Equity ${equity.toFixed(2)}, ${wins}/${trades} won`, this.session.figures(this.counts));
  }

  close(status, error) {
    const final = { 'runner.phase.status': status, ...this.session.figures(this.counts) };
    if (status === 'error') {
      final['error.type'] = error.name;
    }
    const time = now();
    this.tell('runner.phase.end', status === 'success' ? INFO : ERROR, `${this.name} ended: ${status}`, final, time);
    endSpan(this.#span, final, status === 'success' || error?.name === 'AbortError' ? null : error.message, time);
  }

  tell(eventName, severity, body, attributes, time = now()) {
    this.session.write(eventName, severity, this.#context, time, body, { ...this.attributes, ...attributes });
  }
}

/** Rounds an amount of money. */
export function cents(amount) {
  return Math.round(amount * 100) / 100;
}

function endSpan(span, attributes, failure, time) {
  span.setAttributes(attributes);
  if (failure !== null) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  }
  span.end(time);
}

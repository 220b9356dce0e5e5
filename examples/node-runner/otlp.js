// The OpenTelemetry SDK, set up to send at once: a view is as live as the runner sends.
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { AggregationTemporality, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const scheduledDelayMillis = 100;

/** @param {{ name: string, heartbeatMillis: number }} options */
export function startTelemetry({ name, heartbeatMillis }) {
  const resource = resourceFromAttributes({ 'service.name': name });
  const tracers = new BasicTracerProvider({
    resource,
    // The default of 128 would drop the checkpoints of a thorough phase.
    spanLimits: { eventCountLimit: 100_000 },
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis })],
  });
  const loggers = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(), scheduledDelayMillis })],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        // Cumulative gauges of a phase would be repeated for ever.
        exporter: new OTLPMetricExporter({ temporalityPreference: AggregationTemporality.DELTA }),
        exportIntervalMillis: heartbeatMillis,
        exportTimeoutMillis: heartbeatMillis,
      }),
    ],
  });
  return {
    heartbeatSeconds: heartbeatMillis / 1000,
    tracer: tracers.getTracer(name),
    logger: loggers.getLogger(name),
    meter: meters.getMeter(name),
    // The work does not stop because nobody receives its telemetry.
    beat: () => meters.forceFlush().catch(() => {}),
    shutdown: () => Promise.allSettled([tracers.shutdown(), loggers.shutdown(), meters.shutdown()]),
  };
}

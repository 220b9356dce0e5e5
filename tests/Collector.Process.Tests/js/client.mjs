// One session by the conventions, sent with OpenTelemetry JS as anybody would.
// node client.mjs <endpoint> <grpc|http/protobuf|http/json> <none|gzip> <session id>
import { context, trace, SpanStatusCode, ValueType } from "@opentelemetry/api";
import { SeverityNumber } from "@opentelemetry/api-logs";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";

const [endpoint, protocol, compression, sessionId] = process.argv.slice(2);
const kind = { grpc: "grpc", "http/protobuf": "proto", "http/json": "http" }[protocol];
const [traceExporters, metricExporters, logExporters] = await Promise.all(
  ["trace", "metrics", "logs"].map((signal) => import(`@opentelemetry/exporter-${signal}-otlp-${kind}`)),
);
const options = (path) => ({
  url: kind === "grpc" ? endpoint : new URL(path, endpoint).href,
  compression,
});

const resource = resourceFromAttributes({ "service.name": "client" });
const traces = new BasicTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new traceExporters.OTLPTraceExporter(options("v1/traces")))],
});
const metrics = new MeterProvider({
  resource,
  readers: [
    new PeriodicExportingMetricReader({ exporter: new metricExporters.OTLPMetricExporter(options("v1/metrics")) }),
  ],
});
const logs = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new logExporters.OTLPLogExporter(options("v1/logs")) })],
});
const tracer = traces.getTracer("client");
const logger = logs.getLogger("client");
const meter = metrics.getMeter("client");

const session = { "session.id": sessionId };
const header = {
  ...session,
  "runner.name": "client",
  "runner.dry_run": true,
  "runner.initial_capital": 10000,
  "runner.currency": "USD",
  "runner.phase.count": 1,
};
const phaseName = { ...session, "runner.phase.name": "data_phase" };
const phaseHeader = { ...phaseName, "runner.phase.index": 0, "runner.phase.time_limit": 60 };

const say = (span, severityNumber, eventName, attributes) =>
  logger.emit({ eventName, severityNumber, attributes, body: eventName, context: trace.setSpan(context.active(), span) });

const root = tracer.startSpan("runner.session", { attributes: header, root: true });
const inRoot = trace.setSpan(context.active(), root);
say(root, SeverityNumber.INFO, "runner.session.start", header);

const phase = tracer.startSpan("data_phase", { attributes: phaseHeader }, inRoot);
say(phase, SeverityNumber.INFO, "runner.phase.start", phaseHeader);
phase.addEvent("runner.checkpoint", {
  "runner.checkpoint.name": "schema_ok",
  "runner.checkpoint.status": "pass",
  "runner.checkpoint.message": "12 columns",
});
say(phase, SeverityNumber.WARN, "runner.checkpoint", {
  ...phaseName,
  "runner.checkpoint.name": "prices_ok",
  "runner.checkpoint.status": "warn",
  "runner.checkpoint.message": "naïve ✓ 🚀",
});
say(phase, SeverityNumber.ERROR, "runner.error", {
  ...phaseName,
  "error.type": "feed_timeout",
  "app.text": "wide",
  "app.whole": 42,
  "app.real": 0.25,
  "app.flag": true,
  "app.list": ["a", "b"],
});

const whole = { valueType: ValueType.INT };
meter.createGauge("runner.heartbeat", { unit: "{beat}", ...whole }).record(7, phaseName);
meter.createGauge("runner.heartbeat.interval", { unit: "s" }).record(0.5, phaseName);
meter.createGauge("runner.progress", { unit: "{step}", ...whole }).record(70, phaseName);
meter.createGauge("runner.equity", { unit: "{currency}" }).record(10150.25, phaseName);
meter.createGauge("runner.pnl", { unit: "{currency}" }).record(150.25, phaseName);
// Plain numbers, as most programs send them: these travel as doubles.
meter.createGauge("runner.trades", { unit: "{trade}" }).record(10, phaseName);
meter.createGauge("runner.wins", { unit: "{trade}" }).record(6, phaseName);
meter.createGauge("runner.losses", { unit: "{trade}" }).record(4, phaseName);
// A gauge's point has the time of its collection, and a beat after the end would not count.
await metrics.forceFlush();

phase.setAttribute("runner.phase.status", "success");
say(phase, SeverityNumber.INFO, "runner.phase.end", { ...phaseName, "runner.phase.status": "success" });
phase.setStatus({ code: SpanStatusCode.OK });
phase.end();
root.setAttribute("runner.session.status", "success");
say(root, SeverityNumber.INFO, "runner.session.end", { ...session, "runner.session.status": "success" });
root.end();

await Promise.all([traces.shutdown(), metrics.shutdown(), logs.shutdown()]);

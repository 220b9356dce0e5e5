"""A nightly report in Python, told by conventions v1.1 with the calls of the stock OpenTelemetry SDK.

Exit codes: 0 done, 1 an error, 130 cancelled.
"""

import signal
import sys
import threading
import time
import uuid

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status, StatusCode

HEARTBEAT_SECONDS = 2
NAME = "python-job"

# A view is as live as the runner sends: small delays, in milliseconds.
resource = Resource.create({"service.name": NAME})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(), schedule_delay_millis=100))
loggers = LoggerProvider(resource=resource)
loggers.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(), schedule_delay_millis=100))
reader = PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=60_000)
meters = MeterProvider(resource=resource, metric_readers=[reader])
tracer = tracers.get_tracer(NAME)
logger = loggers.get_logger(NAME)
meter = meters.get_meter(NAME)

heartbeat = meter.create_gauge("runner.heartbeat", unit="{beat}")
interval = meter.create_gauge("runner.heartbeat.interval", unit="s")
progress = meter.create_gauge("runner.progress", unit="{step}")
progress_total = meter.create_gauge("runner.progress.total", unit="{step}")
rows_written = meter.create_gauge("report.rows", unit="{row}", description="Rows written so far")


class Session:
    """One run of the job: a root span, its phases, and a heartbeat on a thread of its own."""

    def __init__(self, phase_count, parameters):
        self.id = str(uuid.uuid4())
        self.phase = None
        self.beats = 0
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.attributes = {
            "session.id": self.id,
            "runner.name": NAME,
            "runner.phase.count": phase_count,
            **{f"runner.param.{name}": value for name, value in parameters.items()},
        }
        now = time.time_ns()
        self.span = tracer.start_span("runner.session", context=trace.set_span_in_context(trace.INVALID_SPAN), attributes=self.attributes, start_time=now)
        self.emit("runner.session.start", SeverityNumber.INFO, f"{NAME} started", self.span, now, self.attributes)
        threading.Thread(target=self._beat_until_ended, daemon=True).start()

    def emit(self, event, severity, body, span, at, attributes):
        """A life-cycle event: the ids and the time of the span that it speaks of."""
        logger.emit(LogRecord(
            timestamp=at, context=trace.set_span_in_context(span), severity_number=severity, body=body,
            event_name=event, attributes={"session.id": self.id, **attributes}))

    def beat(self):
        with self.lock:
            phase = self.phase
            if phase is None:
                return
            self.beats += 1
            heartbeat.set(self.beats, phase.tags)
            interval.set(HEARTBEAT_SECONDS, phase.tags)
            if phase.steps is not None:
                progress.set(phase.steps, phase.tags)
            if phase.total is not None:
                progress_total.set(phase.total, phase.tags)
        meters.force_flush()

    def _beat_until_ended(self):
        while not self.ended.wait(HEARTBEAT_SECONDS):
            self.beat()

    def end(self, status, reason=None, error=None):
        self.ended.set()
        final = {"runner.session.status": status, **error_type(error)}
        end(self, self.span, "runner.session.end", "Session", status, reason, {**self.attributes, **final}, final)


class Phase:
    """One run of a phase, as a context manager: ends by how its block ended."""

    def __init__(self, session, name, index, time_limit_seconds):
        self.session, self.name = session, name
        self.steps = self.total = None
        self.tags = {"session.id": session.id, "runner.phase.name": name, "runner.phase.run": 1}
        self.attributes = {**self.tags, "runner.phase.index": index, "runner.phase.time_limit": float(time_limit_seconds)}

    def __enter__(self):
        now = time.time_ns()
        self.span = tracer.start_span(self.name, context=trace.set_span_in_context(self.session.span), attributes=self.attributes, start_time=now)
        self.session.emit("runner.phase.start", SeverityNumber.INFO, f"{self.name} started", self.span, now, self.attributes)
        self.session.phase = self
        self.session.beat()
        return self

    def step(self, total):
        self.steps, self.total = (self.steps or 0) + 1, total

    def checkpoint(self, name, passed, message):
        now = time.time_ns()
        check = {
            "runner.checkpoint.name": name,
            "runner.checkpoint.status": "pass" if passed else "fail",
            "runner.checkpoint.message": message,
        }
        self.span.add_event("runner.checkpoint", check, timestamp=now)
        severity = SeverityNumber.INFO if passed else SeverityNumber.ERROR
        self.session.emit("runner.checkpoint", severity, f"{name}: {message}", self.span, now, {**self.attributes, **check})

    def __exit__(self, kind, error, traceback):
        self.session.beat()
        cancelled = isinstance(error, KeyboardInterrupt)
        status = "success" if error is None else "failed" if cancelled else "error"
        if status == "error":
            self.session.emit("runner.error", SeverityNumber.ERROR, str(error), self.span, time.time_ns(), {**self.tags, **error_type(error)})
        final = {"runner.phase.status": status, **error_type(error if status == "error" else None)}
        reason = "cancelled" if cancelled else str(error) if error else None
        end(self.session, self.span, "runner.phase.end", self.name, status, reason, {**self.attributes, **final}, final, cancelled)
        return False


def error_type(error):
    return {} if error is None else {"error.type": type(error).__name__}


def end(session, span, event, name, status, reason, attributes, final, cancelled=False):
    now = time.time_ns()
    cancelled = cancelled or status == "cancelled"
    severity = SeverityNumber.INFO if status == "success" else SeverityNumber.WARN if cancelled else SeverityNumber.ERROR
    session.emit(event, severity, f"{name}: {status}" + (f": {reason}" if reason else ""), span, now, attributes)
    span.set_attributes(final)
    if severity == SeverityNumber.ERROR:
        span.set_status(Status(StatusCode.ERROR, reason))
    span.end(end_time=now)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, interrupt)
    session = Session(phase_count=2, parameters={"rows": 40})
    code = 0
    try:
        with Phase(session, "query", 0, 60) as query:
            rows = [n * n for n in range(40)]
            query.checkpoint("not_empty", len(rows) > 0, f"{len(rows)} rows")
        with Phase(session, "write", 1, 600) as write:
            for written, _ in enumerate(rows, start=1):
                time.sleep(0.1)  # the work
                write.step(len(rows))
                rows_written.set(written, {"session.id": session.id})
        session.end("success")
    except KeyboardInterrupt:
        session.end("cancelled", "cancelled")
        code = 130
    except Exception as error:
        session.end("error", str(error), error)
        code = 1
    for provider in (meters, loggers, tracers):
        provider.shutdown()
    return code


if __name__ == "__main__":
    sys.exit(main())

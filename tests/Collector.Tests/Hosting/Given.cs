using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Collector.Tests.Hosting;

/// <summary>Small OTLP messages as a runner would send them.</summary>
internal static class Given
{
    public const string Session = "5f833d2c-479e-4c13-bf13-405303596952";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly byte[] TraceId = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    public static ulong Nanos(DateTimeOffset time) =>
        (ulong)(time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    public static byte[] SpanId(byte n) => [n, 0, 0, 0, 0, 0, 0, n];

    public static string Hex(byte[] id) => Convert.ToHexStringLower(id);

    public static KeyValue Attribute(string key, object value) =>
        new()
        {
            Key = key,
            Value = value switch
            {
                string text => new AnyValue { StringValue = text },
                bool flag => new AnyValue { BoolValue = flag },
                int number => new AnyValue { IntValue = number },
                long number => new AnyValue { IntValue = number },
                double number => new AnyValue { DoubleValue = number },
                AnyValue any => any,
                _ => throw new ArgumentException($"{value} is no attribute value", nameof(value)),
            },
        };

    public static Span Span(
        string name,
        byte id,
        double seconds,
        params (string Key, object Value)[] attributes
    ) =>
        new()
        {
            Name = name,
            TraceId = ByteString.CopyFrom(TraceId),
            SpanId = ByteString.CopyFrom(SpanId(id)),
            StartTimeUnixNano = Nanos(Start),
            EndTimeUnixNano = Nanos(Start.AddSeconds(seconds)),
            Attributes = { attributes.Select(pair => Attribute(pair.Key, pair.Value)) },
        };

    public static Span.Types.Event SpanEvent(
        string name,
        double seconds,
        params (string Key, object Value)[] attributes
    ) =>
        new()
        {
            Name = name,
            TimeUnixNano = Nanos(Start.AddSeconds(seconds)),
            Attributes = { attributes.Select(pair => Attribute(pair.Key, pair.Value)) },
        };

    public static LogRecord Log(
        string eventName,
        byte spanId,
        double seconds,
        params (string Key, object Value)[] attributes
    ) =>
        new()
        {
            EventName = eventName,
            TraceId = ByteString.CopyFrom(TraceId),
            SpanId = ByteString.CopyFrom(SpanId(spanId)),
            TimeUnixNano = Nanos(Start.AddSeconds(seconds)),
            SeverityNumber = SeverityNumber.Info,
            Attributes = { attributes.Select(pair => Attribute(pair.Key, pair.Value)) },
        };

    public static Metric Gauge(
        string name,
        double value,
        double seconds,
        params (string Key, object Value)[] attributes
    ) =>
        new()
        {
            Name = name,
            Gauge = new Gauge
            {
                DataPoints =
                {
                    new NumberDataPoint
                    {
                        TimeUnixNano = Nanos(Start.AddSeconds(seconds)),
                        AsDouble = value,
                        Attributes = { attributes.Select(p => Attribute(p.Key, p.Value)) },
                    },
                },
            },
        };

    public static Resource Resource(params (string Key, object Value)[] attributes) =>
        new() { Attributes = { attributes.Select(pair => Attribute(pair.Key, pair.Value)) } };

    public static ExportTraceServiceRequest Request(params Span[] spans) =>
        new()
        {
            ResourceSpans =
            {
                new ResourceSpans
                {
                    Resource = Resource(("service.name", "runner")),
                    ScopeSpans = { new ScopeSpans { Spans = { spans } } },
                },
            },
        };

    public static ExportLogsServiceRequest Request(params LogRecord[] records) =>
        new()
        {
            ResourceLogs =
            {
                new ResourceLogs
                {
                    Resource = Resource(("service.name", "runner")),
                    ScopeLogs = { new ScopeLogs { LogRecords = { records } } },
                },
            },
        };

    public static ExportMetricsServiceRequest Request(params Metric[] metrics) =>
        new()
        {
            ResourceMetrics =
            {
                new ResourceMetrics
                {
                    Resource = Resource(("service.name", "runner")),
                    ScopeMetrics = { new ScopeMetrics { Metrics = { metrics } } },
                },
            },
        };

    public static IMessage RequestOf(Span span) => Request(span);

    public static IMessage RequestOf(LogRecord record) => Request(record);
}

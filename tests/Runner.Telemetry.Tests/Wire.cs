using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;
using Otlp.Receiver;

namespace Runner.Telemetry.Tests;

/// <summary>Reads what a session looks like on the wire.</summary>
static class Wire
{
    public static List<Span> Spans(this Received received) =>
        [
            .. received
                .Traces.SelectMany(r => r.ResourceSpans)
                .SelectMany(r => r.ScopeSpans)
                .SelectMany(s => s.Spans),
        ];

    public static List<LogRecord> Events(this Received received) =>
        [
            .. received
                .Logs.SelectMany(r => r.ResourceLogs)
                .SelectMany(r => r.ScopeLogs)
                .SelectMany(s => s.LogRecords),
        ];

    public static List<Metric> Gauges(this Received received) =>
        [
            .. received
                .Metrics.SelectMany(r => r.ResourceMetrics)
                .SelectMany(r => r.ScopeMetrics)
                .SelectMany(s => s.Metrics),
        ];

    public static List<NumberDataPoint> Points(this Received received, string metric) =>
        [.. received.Gauges().Where(m => m.Name == metric).SelectMany(m => m.Gauge.DataPoints)];

    public static Dictionary<string, object?> Values(this IEnumerable<KeyValue> attributes) =>
        attributes.ToDictionary(a => a.Key, a => Value(a.Value));

    public static string Text(this IEnumerable<KeyValue> attributes, string key) =>
        (string)attributes.Values()[key]!;

    public static bool HasEnded(this Received received, string sessionId) =>
        received
            .Spans()
            .Any(s => s.Name == "runner.session" && s.Attributes.Text("session.id") == sessionId);

    static object? Value(AnyValue value) =>
        value.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => value.StringValue,
            AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
            AnyValue.ValueOneofCase.IntValue => value.IntValue,
            AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
            _ => throw new InvalidDataException($"an attribute of kind {value.ValueCase}"),
        };
}

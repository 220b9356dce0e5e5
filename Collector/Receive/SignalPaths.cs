namespace Collector.Receive;

/// <summary>The paths that OTLP gives each signal.</summary>
internal static class SignalPaths
{
    public static readonly (Signal Signal, string Grpc, string Http)[] All =
    [
        (
            Signal.Traces,
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            "/v1/traces"
        ),
        (Signal.Logs, "/opentelemetry.proto.collector.logs.v1.LogsService/Export", "/v1/logs"),
        (
            Signal.Metrics,
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            "/v1/metrics"
        ),
    ];
}

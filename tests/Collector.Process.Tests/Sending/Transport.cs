namespace ProcessTests.Sending;

/// <summary>How a request travels.</summary>
public enum Transport
{
    Grpc,
    HttpProtobuf,
    HttpJson,
}

/// <summary>Which of OTLP's services a request is for.</summary>
public enum OtlpSignal
{
    Traces,
    Metrics,
    Logs,
}

internal static class OtlpPaths
{
    public static string Of(Transport transport, OtlpSignal signal) =>
        (transport, signal) switch
        {
            (Transport.Grpc, OtlpSignal.Traces) =>
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            (Transport.Grpc, OtlpSignal.Metrics) =>
                "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            (Transport.Grpc, _) => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
            (_, OtlpSignal.Traces) => "/v1/traces",
            (_, OtlpSignal.Metrics) => "/v1/metrics",
            _ => "/v1/logs",
        };
}

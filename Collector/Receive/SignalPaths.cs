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

    /// <returns>Null for a path that is not one of OTLP's services.</returns>
    public static Signal? OfGrpc(PathString path)
    {
        foreach (var (signal, grpc, _) in All)
        {
            if (path.Value == grpc)
            {
                return signal;
            }
        }

        return null;
    }

    /// <summary>An endpoint that ends with a slash, joined with a path that begins with one, has two.</summary>
    public static void CollapseSlashes(HttpRequest request)
    {
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            request.Path =
                "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}

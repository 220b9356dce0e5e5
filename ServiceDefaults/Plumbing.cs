using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Requests that say nothing about the application's work and would fill the traces: probes that arrive every few
/// seconds, and telemetry itself, whose spans would be sent as telemetry again.
/// </summary>
static class Plumbing
{
    private static readonly PathString[] Paths =
    [
        HealthDefaults.Health,
        HealthDefaults.Alive,
        "/status",
        "/v1/traces",
        "/v1/metrics",
        "/v1/logs",
        "/opentelemetry.proto.collector.trace.v1.TraceService",
        "/opentelemetry.proto.collector.metrics.v1.MetricsService",
        "/opentelemetry.proto.collector.logs.v1.LogsService",
    ];

    /// <summary>Whether a request's path is one of them, or below one.</summary>
    public static bool Is(PathString path) =>
        Paths.Any(one => path.StartsWithSegments(one, StringComparison.OrdinalIgnoreCase));
}

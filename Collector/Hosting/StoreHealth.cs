using Collector.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Collector.Hosting;

/// <summary>Degraded, not healthy, while the store cannot be written: what arrives is then refused, not lost.</summary>
internal sealed class StoreHealth(WriteMetrics metrics) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var state = metrics.Snapshot();
        return Task.FromResult(
            state.WellSince is not null
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"The store cannot be written: {state.LastError}")
        );
    }
}

using Collector.Metrics;
using Collector.Write;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Collector.Hosting;

/// <summary>Degraded while the store cannot be written or does not answer: what arrives is then refused or waits, not lost.</summary>
internal sealed class StoreHealth(WriteMetrics metrics, CollectorHeartbeat heartbeat) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var state = metrics.Snapshot();
        return Task.FromResult(
            state.WellSince is null
                ? HealthCheckResult.Degraded($"The store cannot be written: {state.LastError}")
            : heartbeat.IsHearing ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"The store has not answered for {state.Lag.TotalSeconds:0} s."
            )
        );
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sessions;

namespace Dashboard.Web.Health;

/// <summary>Whether the store can be read. Without it the dashboard is up, and says so, but has nothing to show.</summary>
internal sealed class StoreCheck(ISessionReader reader) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await reader.PositionAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException e)
        {
            return HealthCheckResult.Degraded(e.Message);
        }
    }
}

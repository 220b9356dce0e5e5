using Alerts.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Alerts;

/// <summary>Whether the alerter can look what is the matter, and whether its messages get through.</summary>
internal sealed class AlertHealth(OutboxFile outbox) : IHealthCheck
{
    private volatile string? _problem;

    /// <summary>Why it cannot look what is the matter; null when it can.</summary>
    public string? Problem =>
        _problem ?? (LookedAt is null ? "The store was not looked at yet." : null);

    /// <summary>When it last could, UTC.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>It could look.</summary>
    public void Looked(DateTimeOffset now) => (_problem, LookedAt) = (null, now);

    /// <returns>Whether that is new.</returns>
    public bool CannotLook(string problem)
    {
        var isNew = _problem is null;
        _problem = problem;
        return isNew;
    }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (_problem is { } problem)
        {
            return Task.FromResult(HealthCheckResult.Degraded(problem));
        }

        var dead = outbox.Counts().Where(channel => channel.Dead > 0).ToArray();
        return Task.FromResult(
            dead.Length == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    $"Messages were given up: {string.Join(", ", dead.Select(channel => $"{channel.Dead} of {channel.Channel}"))}."
                )
        );
    }
}

using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Telemetry;

/// <summary>
/// Asks once a second how the collector is, and until when it heard everyone: without a collector that receives and
/// writes, silence says nothing about a runner.
/// </summary>
internal sealed partial class CollectorWatch(
    IHttpClientFactory clients,
    CollectorAddress address,
    CollectorClock clock,
    TimeProvider time,
    ILogger<CollectorWatch> logger
) : BackgroundService
{
    public const string ClientName = "collector";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A collector that restarts, or one lost answer, is no news yet.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(4);

    private (DateTimeOffset Since, long Timestamp)? _failing;
    private volatile TelemetryHealth _health = TelemetryHealth.Unknown;

    /// <summary>As of the last answer.</summary>
    public TelemetryHealth Health => _health;

    /// <summary>Where it is asked.</summary>
    public Uri Address => address.Status;

    /// <summary>No page is answered before it is known until when the collector heard.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await clock.ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await clock.ReadAsync(stoppingToken);
            await AskAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var status = await client.GetFromJsonAsync<CollectorStatus>(
                address.Status,
                cancellationToken
            );
            Take(status!);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            Miss(e.Message);
        }
    }

    private void Take(CollectorStatus status)
    {
        if (!_health.Reachable)
        {
            LogReached(logger, address.Status);
        }

        _failing = null;
        var wasWriting = _health is { Writing: true };
        _health = new TelemetryHealth(
            Reachable: true,
            Writing: status.Writing,
            DownSince: status.Writing ? null
                : wasWriting ? clock.Now
                : _health.DownSince ?? clock.Now
        );
    }

    private void Miss(string reason)
    {
        var failing = _failing ??= (clock.Now, time.GetTimestamp());
        if (_health.Reachable && time.GetElapsedTime(failing.Timestamp) >= Doubt)
        {
            LogMissed(logger, address.Status, reason);
            _health = new TelemetryHealth(false, _health.Writing, failing.Since);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The collector does not answer at {Address}: {Reason}")]
    private static partial void LogMissed(ILogger logger, Uri address, string reason);

    [LoggerMessage(LogLevel.Information, "The collector answers at {Address}")]
    private static partial void LogReached(ILogger logger, Uri address);
}

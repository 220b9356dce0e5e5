using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Telemetry;

/// <summary>
/// Asks the collector once a second how it is: without a collector that receives and writes, silence says nothing
/// about a runner.
/// </summary>
internal sealed partial class CollectorWatch(
    IHttpClientFactory clients,
    CollectorAddress address,
    TimeProvider time,
    ILogger<CollectorWatch> logger
) : BackgroundService
{
    public const string ClientName = "collector";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A collector that restarts, or one lost answer, is no news yet.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(4);

    private DateTimeOffset? _failingSince;
    private volatile TelemetryHealth _health = TelemetryHealth.Unknown;

    /// <summary>As of the last answer.</summary>
    public TelemetryHealth Health => _health;

    /// <summary>Where it is asked.</summary>
    public Uri Address => address.Status;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
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

        _failingSince = null;
        var wasWriting = _health is { Writing: true };
        _health = new TelemetryHealth(
            Reachable: true,
            Writing: status.Writing,
            ReceivingSince: status.ReceivingSince ?? status.StartedAt,
            DownSince: status.Writing ? null
                : wasWriting ? time.GetUtcNow()
                : _health.DownSince ?? time.GetUtcNow()
        );
    }

    private void Miss(string reason)
    {
        var now = time.GetUtcNow();
        _failingSince ??= now;
        if (_health.Reachable && now - _failingSince >= Doubt)
        {
            LogMissed(logger, address.Status, reason);
            _health = new TelemetryHealth(false, _health.Writing, null, _failingSince);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The collector does not answer at {Address}: {Reason}")]
    private static partial void LogMissed(ILogger logger, Uri address, string reason);

    [LoggerMessage(LogLevel.Information, "The collector answers at {Address}")]
    private static partial void LogReached(ILogger logger, Uri address);
}

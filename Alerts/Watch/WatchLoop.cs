using Alerts.Configuration;
using Alerts.Digests;
using Alerts.Outbox;
using Microsoft.Extensions.Options;

namespace Alerts.Watch;

/// <summary>Looks every few seconds. A store that is away is waited for.</summary>
internal sealed partial class WatchLoop(
    Watcher watcher,
    QuietHours quietHours,
    DigestSchedule digests,
    OutboxFile outbox,
    AlertHealth health,
    IOptions<AlertOptions> options,
    TimeProvider time,
    ILogger<WatchLoop> logger
) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(Math.Clamp(options.Value.IntervalSeconds, 0.1, 3600));
        var pruned = time.GetUtcNow();
        outbox.Prune(pruned - Kept);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await watcher.LookAsync(stoppingToken);
                quietHours.Release();
                await digests.SendDueAsync(stoppingToken);
                health.Looked(time.GetUtcNow());
                if (time.GetUtcNow() - pruned > TimeSpan.FromDays(1))
                {
                    pruned = time.GetUtcNow();
                    outbox.Prune(pruned - Kept);
                }
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                if (health.CannotLook(problem.Message))
                {
                    LogCannotLook(logger, problem.Message);
                }
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Cannot look what is the matter, trying again: {Reason}")]
    private static partial void LogCannotLook(ILogger logger, string reason);
}

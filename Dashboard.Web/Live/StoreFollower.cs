using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// Follows the store, once per process, and hands every committed event to the sessions and the list that somebody
/// looks at.
/// </summary>
internal sealed partial class StoreFollower(
    ISessionReader reader,
    LiveSessions sessions,
    LiveList list,
    TimeProvider time,
    ILogger<StoreFollower> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        StorePosition? seen = null;
        var away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var newest = await reader.PositionAsync(stoppingToken);
                if (seen is null || newest.CompareTo(seen.Value) < 0)
                {
                    // The first look, or a store that was put in the place of another: its positions start over.
                    seen = newest;
                    sessions.Restart(newest);
                    list.Tick();
                }

                if (away)
                {
                    LogBack(logger);
                    away = false;
                }

                await foreach (var batch in reader.FollowAsync(seen.Value, stoppingToken))
                {
                    if (batch.Count > 0)
                    {
                        seen = batch[^1].Position;
                        sessions.Dispatch(batch, seen.Value);
                        list.Tick();
                    }
                }
            }
            catch (StoreUnavailableException e)
            {
                if (!away)
                {
                    LogAway(logger, e.Message);
                    away = true;
                }

                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The store cannot be read, trying again each second: {Reason}"
    )]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "The store can be read")]
    private static partial void LogBack(ILogger logger);
}

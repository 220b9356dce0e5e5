namespace Dashboard.Web.Live;

/// <summary>Verdicts change by the passing of time: once a second all that is being looked at is judged again.</summary>
internal sealed class VerdictClock(LiveSessions sessions, LiveList list, TimeProvider time)
    : BackgroundService
{
    private const int KeepAliveEvery = 15;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            var keepAlive = tick % KeepAliveEvery == 0;
            sessions.Tick(keepAlive);
            list.Tick(keepAlive);
        }
    }
}

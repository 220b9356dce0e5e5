namespace Dashboard.Web.Live;

/// <summary>Verdicts change by the passing of time: once a second all that is watched is judged again.</summary>
internal sealed class VerdictClock(LiveSessions sessions, LiveList list, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            sessions.Tick();
            list.Tick();
        }
    }
}

using System.Collections.Concurrent;

namespace ProcessTests.Running;

/// <summary>Every verdict on a session that a dashboard gives, in order, while a test does something to the services.</summary>
internal sealed class WatchedSession : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentQueue<string> _verdicts = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _session;
    private readonly Task _watching;
    private volatile DashboardProcess _dashboard;
    private volatile string _latest = "";

    public WatchedSession(DashboardProcess dashboard, string session)
    {
        (_dashboard, _session) = (dashboard, session);
        _watching = WatchAsync();
    }

    /// <summary>Goes on with another dashboard; what the one before said last is forgotten.</summary>
    public void Ask(DashboardProcess dashboard)
    {
        _dashboard = dashboard;
        _latest = "";
    }

    public Task UntilAsync(string verdict) =>
        Eventually.HoldsAsync(
            $"the session is {verdict} after {string.Join(", ", _verdicts)}",
            () => Task.FromResult(_latest == verdict)
        );

    public void AssertNever(string verdict) => Assert.DoesNotContain(verdict, _verdicts);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var dashboard = _dashboard;
                var session = await dashboard.SessionAsync(_session, _stop.Token);
                if (
                    dashboard == _dashboard
                    && session?.GetProperty("verdict").GetString() is { } verdict
                    && verdict != _latest
                )
                {
                    _latest = verdict;
                    _verdicts.Enqueue(verdict);
                }
            }
            catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
            {
                // The dashboard restarts, or the test is over.
            }

            await Task.Delay(Pause, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

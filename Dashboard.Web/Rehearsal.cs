using Dashboard.Web.Beats;
using Dashboard.Web.Feed;
using Dashboard.Web.Live;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web;

/// <summary>
/// Reads and renders once the list, and the page of the newest session that is not too long, as soon as there is a
/// session, and throws them away: otherwise the first to open a page would wait until all that makes it is compiled.
/// </summary>
internal sealed partial class Rehearsal(
    ISessionReader reader,
    IServiceProvider services,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<Rehearsal> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How many sessions are looked at for one that is worth it.</summary>
    private const int Looked = 50;

    /// <summary>All beats of a session are read for its page: with more than these that costs more than it saves.</summary>
    private const int Enough = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the addresses are bound: whoever is there already comes first.
        var started = new TaskCompletionSource();
        await using var start = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        // With caches of their own: what is read ahead is not what the first reader is to see.
        var verdicts = New<Verdicts>();
        var list = New<ListReading>(verdicts);
        var page = New<PageReading>(New<SessionViews>(verdicts, New<BeatTracks>()));
        using var timer = new PeriodicTimer(Pause, time);
        while (
            !await TryAsync(list, page, stoppingToken)
            && await timer.WaitForNextTickAsync(stoppingToken)
        ) { }
    }

    /// <returns>False as long as there is nothing that could be shown.</returns>
    private async Task<bool> TryAsync(
        ListReading list,
        PageReading page,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var newest = await reader.ListAsync(
                new SessionQuery { Limit = Looked },
                cancellationToken
            );
            if (newest.Items.Count == 0)
            {
                return false;
            }

            await using var rendering = new Rendering(scopes, loggers);
            await rendering.HtmlAsync(
                typeof(ListPage),
                (
                    nameof(ListPage.List),
                    await list.ReadAsync(new ListFilter(), TimeZoneInfo.Utc, cancellationToken)
                )
            );
            if (
                newest.Items.FirstOrDefault(session => session.Counts.Beats <= Enough)
                    is { } session
                && await page.ReadAsync(session.Id, new FeedFilter(), cancellationToken)
                    is { } shown
            )
            {
                await rendering.HtmlAsync(typeof(Page), shown.Select(p => (p.Key, p.Value)));
            }

            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody asked for it, so nobody is to go without the dashboard for it.
            SaysNotRehearsed(exception);
            return true;
        }
    }

    private T New<T>(params object[] parts) =>
        ActivatorUtilities.CreateInstance<T>(services, parts);

    [LoggerMessage(LogLevel.Warning, "A page could not be rendered ahead of its first reader")]
    private partial void SaysNotRehearsed(Exception exception);
}

using Dashboard.Web.Beats;
using Dashboard.Web.Feed;
using Dashboard.Web.Live;
using Dashboard.Web.Shell;
using Dashboard.Web.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.SessionPage;

/// <summary>The page of one session, its feed, and its live stream.</summary>
internal static class SessionPageEndpoints
{
    public static void MapSessionPage(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/sessions/{id}").ExcludeFromDescription();
        session.MapGet("", ShowAsync);
        session.MapGet("/feed", OlderAsync);
        session.MapGet("/events/{cursor}", EventAsync);
        session.MapGet("/live", StreamAsync);
    }

    private static async Task<RazorComponentResult> ShowAsync(
        string id,
        HttpRequest request,
        PageReading page,
        CancellationToken cancellationToken
    ) =>
        await page.ReadAsync(id, FeedFilter.Read(request.Query), cancellationToken) is { } shown
            ? new RazorComponentResult<Page>(shown)
            : Notices.UnknownSession(id);

    private static async Task<RazorComponentResult> OlderAsync(
        string id,
        string? before,
        HttpRequest request,
        ISessionReader reader,
        BeatTracks tracks,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return Notices.UnknownSession(id);
        }

        var feed = await FeedModel.ReadAsync(
            reader,
            new BeatView(state, await tracks.OfAsync(state, cancellationToken), time.GetUtcNow()),
            state,
            FeedFilter.Read(request.Query),
            EventCursor.TryParse(before, out _) ? before : null,
            time.GetUtcNow(),
            cancellationToken
        );
        return new RazorComponentResult<OlderRows>(new { Feed = feed });
    }

    /// <summary>One event: a page of its own, or for the feed the row that opens beneath it.</summary>
    private static async Task<RazorComponentResult> EventAsync(
        string id,
        string cursor,
        HttpRequest request,
        ISessionReader reader,
        AspireDashboard aspire,
        CancellationToken cancellationToken
    )
    {
        if (
            await reader.FindAsync(id, cancellationToken) is not { } state
            || await EventDetail.FindAsync(reader, id, cursor, cancellationToken) is not { } found
        )
        {
            return Notices.UnknownPage();
        }

        var detail = new EventDetail(state, found, aspire.TraceUrl(found.TraceId));
        return request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<EventRow>(new { Detail = detail })
            : new RazorComponentResult<EventPage>(new { Detail = detail });
    }

    private static async Task StreamAsync(
        string id,
        HttpContext http,
        LiveSessions sessions,
        ISessionReader reader,
        SessionViews views,
        IServiceScopeFactory scopes,
        ILoggerFactory loggers
    )
    {
        await SessionStream.WriteAsync(
            http,
            id,
            sessions,
            reader,
            session => session.Page,
            async missed =>
            {
                var aborted = http.RequestAborted;
                if (missed.Count == 0 || await reader.FindAsync(id, aborted) is not { } state)
                {
                    return [];
                }

                var view = await views.ForPageAsync(state, aborted);
                var fragments = new SessionFragments(reader, scopes, loggers);
                return
                [
                    Message.Of(
                        "rows",
                        await fragments.RowsAsync(view, missed, aborted),
                        missed[^1].Position
                    ),
                ];
            }
        );
    }
}

using Dashboard.Web.Api;
using Dashboard.Web.Feed;
using Dashboard.Web.Live;
using Dashboard.Web.Shell;
using Dashboard.Web.Telemetry;
using Dashboard.Web.Views;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.SessionPage;

/// <summary>The page of one session, and what its feed loads.</summary>
internal static class SessionPageEndpoints
{
    public static void MapSessionPage(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/sessions/{id}").ExcludeFromDescription();
        session.MapGet("", ShowAsync);
        session.MapGet("/feed", FeedAsync);
        session.MapGet("/events/{cursor}", EventAsync);
    }

    private static async Task<RazorComponentResult> ShowAsync(
        string id,
        HttpRequest request,
        PageReading page,
        LiveSessions live,
        ISessionReader reader,
        CancellationToken cancellationToken
    )
    {
        // Before the page is read: what is committed in between is kept until the page subscribes.
        if (await reader.FindAsync(id, cancellationToken) is { } state)
        {
            live.Expect(state);
        }

        var filter = FeedFilter.Read(request.Query);
        var before = EventCursor.TryParse(request.Query["before"], out var at) ? $"{at}" : null;
        return await page.ReadAsync(id, filter, before, cancellationToken) is { } shown
            ? new RazorComponentResult<Page>(shown)
            : Notices.UnknownSession(id);
    }

    private static async Task<IResult> FeedAsync(
        string id,
        HttpRequest request,
        ISessionReader reader,
        SessionViews views,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var values = new QueryValues(request.Query);
        var before = values.Cursor("before");
        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is not { } state)
        {
            return SessionApi.UnknownSession(id);
        }

        var feed = await FeedModel.ReadAsync(
            reader,
            await views.BeatsAsync(state, cancellationToken),
            state,
            FeedFilter.Read(request.Query),
            before,
            time.GetUtcNow(),
            cancellationToken
        );
        return TypedResults.Json(FeedPageJson.Of(feed), FeedRowJson.Options);
    }

    /// <summary>One event: a page of its own, or for the feed its attributes as JSON.</summary>
    private static async Task<IResult> EventAsync(
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
        return request.GetTypedHeaders().Accept is [{ MediaType.Value: "application/json" }, ..]
            ? TypedResults.Json(
                new
                {
                    Attributes = detail.Attributes.Select(a => new { a.Name, a.Value }),
                    detail.TraceUrl,
                },
                FeedRowJson.Options
            )
            : new RazorComponentResult<EventPage>(new { Detail = detail });
    }
}

using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>One page of a session's feed as the reader filters it.</summary>
/// <param name="Session">The session.</param>
/// <param name="Filter">What is in force.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">Cursor that older rows come before; null when these are the last.</param>
/// <param name="Spacing">The usual time between two heartbeats; zero when unknown.</param>
public sealed record FeedModel(
    SessionState Session,
    FeedFilter Filter,
    IReadOnlyList<FeedRow> Rows,
    string? Older,
    TimeSpan Spacing
)
{
    public const int PageSize = 100;

    /// <param name="reader">The store.</param>
    /// <param name="beats">The session's beats.</param>
    /// <param name="session">The session.</param>
    /// <param name="filter">What the reader wants to see.</param>
    /// <param name="before">Only older rows than this cursor; null for the newest.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FeedModel> ReadAsync(
        ISessionReader reader,
        BeatView beats,
        SessionState session,
        FeedFilter filter,
        string? before,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (filter.Problem is not null)
        {
            return new FeedModel(session, filter, [], null, beats.Spacing);
        }

        var query = filter.ToQuery(session.Id, now, PageSize, before);
        var page = await reader.EventsAsync(query, cancellationToken);
        IReadOnlyList<SessionEvent> events = [.. page.Items.Select(stored => stored.Event)];
        var rows = filter switch
        {
            { Folds: true } => await GroupedAsync(
                reader,
                new FeedGrouping(reader, session, beats),
                query,
                events,
                isLast: page.Next is null,
                cancellationToken
            ),
            { IsNarrowed: false } => new FeedGrouping(reader, session, beats).WithGaps(events),
            _ => [.. events.Select(e => FeedEntry.Of(e, session))],
        };
        return new FeedModel(session, filter, rows, page.Next, beats.Spacing);
    }

    private static async Task<IReadOnlyList<FeedRow>> GroupedAsync(
        ISessionReader reader,
        FeedGrouping grouping,
        EventQuery query,
        IReadOnlyList<SessionEvent> events,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        EventCursor? upper =
            EventCursor.TryParse(query.Before, out var before) ? before
            : query.To is { } to ? new EventCursor(to, new Sessions.EventId(long.MinValue))
            : null;
        var rows = await grouping.BetweenAsync(events, upper, cancellationToken);
        if (!isLast)
        {
            return rows;
        }

        // Below the last event there may be beats still, up to the one that the filter's time no longer shows.
        upper = events.Count > 0 ? EventCursor.Of(events[^1]) : upper;
        EventCursor? lower = null;
        if (query.From is { } from)
        {
            var older = await reader.EventsAsync(
                query with
                {
                    Before = new EventCursor(from, new Sessions.EventId(long.MinValue)).ToString(),
                    From = null,
                    Limit = 1,
                },
                cancellationToken
            );
            lower = older.Items is [var found] ? EventCursor.Of(found.Event) : null;
        }

        return [.. rows, .. await grouping.BelowAsync(lower, upper, query.From, cancellationToken)];
    }
}

using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>One page of a session's feed as the reader filters it.</summary>
/// <param name="Session">The session.</param>
/// <param name="Filter">What is in force.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="OlderUrl">Where older rows are; null when these are the last.</param>
public sealed record FeedModel(
    SessionState Session,
    FeedFilter Filter,
    IReadOnlyList<FeedEntry> Rows,
    string? OlderUrl
)
{
    public const int PageSize = 100;

    public static async Task<FeedModel> ReadAsync(
        ISessionReader reader,
        SessionState session,
        FeedFilter filter,
        string? before,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var page = await reader.EventsAsync(
            filter.ToQuery(session.Id, now, PageSize, before),
            cancellationToken
        );
        return new FeedModel(
            session,
            filter,
            [.. page.Items.Select(stored => FeedEntry.Of(stored.Event, session))],
            page.Next is null
                ? null
                : filter.Url(
                    $"/sessions/{Uri.EscapeDataString(session.Id)}/feed",
                    [KeyValuePair.Create<string, string?>("before", page.Next)]
                )
        );
    }
}

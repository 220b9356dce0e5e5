namespace Dashboard.Web.Feed;

/// <summary>A page of the feed as the page's script takes it.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">Cursor that older rows come before; null when these are the last.</param>
/// <param name="Mode">
/// <c>groups</c> (heartbeats are grouped), <c>each</c> (every event has a row) or <c>narrowed</c> (only events that match).
/// </param>
/// <param name="Problem">Why nothing can be shown, in words; null when it can.</param>
/// <param name="SpacingSeconds">The usual time between two heartbeats; 0 when unknown.</param>
internal sealed record FeedPageJson(
    IReadOnlyList<FeedRowJson> Rows,
    string? Older,
    string Mode,
    string? Problem,
    double SpacingSeconds
)
{
    public static FeedPageJson Of(FeedModel feed) =>
        new(
            [.. feed.Rows.Select(row => FeedRowJson.Of(row, feed.Session.Header?.Currency))],
            feed.Older,
            feed.Filter.Folds ? "groups"
                : feed.Filter.IsNarrowed ? "narrowed"
                : "each",
            feed.Filter.Problem,
            feed.Spacing.TotalSeconds
        );
}

using System.Text;
using Dashboard.Web.Feed;
using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>Renders a session's panels and tells which have changed since the last time. Not thread-safe.</summary>
internal sealed class SessionFragments(
    ISessionReader reader,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers
)
{
    private readonly Dictionary<Type, string> _last = [];

    /// <returns>Null when all panels look as they did.</returns>
    public async Task<Changes?> ChangesAsync(SessionView view)
    {
        await using var rendering = new Rendering(scopes, loggers);
        var all = new StringBuilder();
        var changed = new StringBuilder();
        foreach (var panel in Panels.All)
        {
            var html = await rendering.HtmlAsync(panel.Component, ("View", view));
            var partial =
                $"<hx-partial hx-target=\"#{panel.Id}\" hx-swap=\"outerMorph\">{html}</hx-partial>";
            all.Append(partial);
            if (!_last.TryGetValue(panel.Component, out var before) || before != html)
            {
                _last[panel.Component] = html;
                changed.Append(partial);
            }
        }

        return changed.Length == 0 ? null : new Changes(changed.ToString(), all.ToString());
    }

    /// <summary>Rows of the feed: the events in the order given, then the folds and gaps that look different with them.</summary>
    public async Task<string> RowsAsync(
        SessionView view,
        IReadOnlyList<StoredEvent> events,
        CancellationToken cancellationToken
    )
    {
        var runs = await Runs(view)
            .OfAsync(events.Select(e => EventPlace.Of(e.Event)), cancellationToken);
        return await HtmlAsync(
            view,
            [.. events.Select(e => FeedEntry.Of(e.Event, view.State)), .. runs]
        );
    }

    /// <summary>The newest beats with the gap after them, when no beat has come for too long.</summary>
    public async Task<string> SilenceAsync(SessionView view, CancellationToken cancellationToken) =>
        await HtmlAsync(
            view,
            await Runs(view)
                .OfAsync(
                    [new EventPlace(view.Beats!.Track.Beats[^1].Cursor, IsBeat: true)],
                    cancellationToken
                )
        );

    private ChangedRuns Runs(SessionView view) => new(reader, view.Beats!, view.State.Id);

    private async Task<string> HtmlAsync(SessionView view, IReadOnlyList<FeedRow> rows)
    {
        await using var rendering = new Rendering(scopes, loggers);
        return await rendering.HtmlAsync(
            typeof(FeedRows),
            (nameof(FeedRows.Rows), rows),
            (nameof(FeedRows.SessionId), view.State.Id),
            (nameof(FeedRows.Currency), view.State.Header?.Currency)
        );
    }
}

/// <summary>Panels as partial updates.</summary>
/// <param name="Changed">Those that look different now.</param>
/// <param name="All">Every one, for who has just come.</param>
internal sealed record Changes(string Changed, string All);

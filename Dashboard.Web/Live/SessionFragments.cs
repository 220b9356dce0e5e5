using System.Text;
using Dashboard.Web.Feed;
using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>Renders a session's panels and tells which have changed since the last time. Not thread-safe.</summary>
internal sealed class SessionFragments(IServiceScopeFactory scopes, ILoggerFactory loggers)
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
            var html = await rendering.HtmlAsync(panel.Component, "View", view);
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

    /// <summary>Rows of the feed, in the order given.</summary>
    public async Task<string> RowsAsync(SessionState session, IReadOnlyList<StoredEvent> events)
    {
        await using var rendering = new Rendering(scopes, loggers);
        return await rendering.HtmlAsync(
            typeof(FeedRows),
            nameof(FeedRows.Rows),
            events.Select(e => FeedEntry.Of(e.Event, session)).ToArray()
        );
    }
}

/// <summary>Panels as partial updates.</summary>
/// <param name="Changed">Those that look different now.</param>
/// <param name="All">Every one, for who has just come.</param>
internal sealed record Changes(string Changed, string All);

using Dashboard.Web.Feed;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>What one subscriber has seen of a session, and so what the next snapshot changes for it.</summary>
internal sealed class SessionChanges(
    FeedFilter filter,
    StorePosition after,
    LiveMetrics metrics,
    TimeProvider time
)
{
    private readonly Dictionary<string, long> _panels = [];
    private StorePosition _position = after;
    private SessionSnapshot? _last;

    /// <returns>Null when nothing that a page shows has changed.</returns>
    public SessionUpdate? Until(SessionSnapshot snapshot)
    {
        var state = snapshot.View.State;
        var missed = snapshot.Events.After(_position);
        if (missed is null)
        {
            metrics.Resync();
        }

        var events = missed ?? [];
        var panels = snapshot.Panels.Where(IsNew).Select(panel => panel.Html).ToArray();
        var silentSince = snapshot.View.Beats is { IsSilent: true, Gaps: [.., var gap] }
            ? gap.From
            : (DateTimeOffset?)null;
        if (
            _last is not null
            && missed is { Count: 0 }
            && panels.Length == 0
            && _last.View.State.HasEnded == state.HasEnded
        )
        {
            return null;
        }

        _last = snapshot;
        _position = events.Count > 0 || missed is null ? snapshot.Events.Newest : _position;
        return new SessionUpdate(
            _position.Value,
            missed is null,
            state.HasEnded,
            silentSince,
            panels,
            [
                .. events.Select(stored =>
                    FeedRowJson.Of(
                        FeedEntry.Of(stored.Event, state),
                        filter.Matches(stored.Event, time.GetUtcNow())
                    )
                ),
            ]
        );
    }

    private bool IsNew(Panel panel)
    {
        var isNew = _panels.GetValueOrDefault(panel.Id) != panel.Version;
        _panels[panel.Id] = panel.Version;
        return isNew;
    }
}

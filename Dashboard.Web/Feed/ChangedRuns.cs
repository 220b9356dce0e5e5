using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>
/// Which stretches of beats look different after some events have come: those that a beat fell into, and those on both
/// sides of any other event.
/// </summary>
internal sealed class ChangedRuns(ISessionReader reader, BeatView beats, string sessionId)
{
    /// <summary>More events at once than a page keeps need not all be told apart.</summary>
    private const int AtMost = 500;

    private readonly HashSet<(EventCursor? Lower, EventCursor? Upper)> _seen = [];
    private readonly List<FeedRow> _rows = [];

    public async Task<IReadOnlyList<FeedRow>> OfAsync(
        IEnumerable<EventPlace> changed,
        CancellationToken cancellationToken
    )
    {
        if (beats.Track.Count == 0)
        {
            return [];
        }

        // Newest first, so that a beat above the last boundary found stands in a stretch that is known already.
        var (known, boundary) = (false, (EventCursor?)null);
        foreach (var (place, isBeat) in changed.OrderByDescending(c => c.Place).Take(AtMost))
        {
            if (isBeat && known && !(boundary?.CompareTo(place) >= 0))
            {
                continue;
            }

            var older = await BesideAsync(place, older: true, cancellationToken);
            (known, boundary) = (true, older);
            var newer = await BesideAsync(place, older: false, cancellationToken);
            if (isBeat)
            {
                Add(older, newer);
            }
            else
            {
                Add(place, newer);
                Add(older, place);
            }
        }

        return _rows;
    }

    private void Add(EventCursor? lower, EventCursor? upper)
    {
        if (_seen.Add((lower, upper)))
        {
            _rows.AddRange(BeatRun.Rows(beats, lower, upper));
        }
    }

    /// <summary>The next event on one side that is no beat.</summary>
    private async Task<EventCursor?> BesideAsync(
        EventCursor place,
        bool older,
        CancellationToken cancellationToken
    )
    {
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = sessionId,
                Types = FeedFilter.BesideBeats,
                Before = older ? place.ToString() : null,
                After = older ? null : place.ToString(),
                Limit = 1,
            },
            cancellationToken
        );
        return page.Items is [var found] ? EventCursor.Of(found.Event) : null;
    }
}

/// <summary>Where an event stands, and whether it is a beat.</summary>
internal readonly record struct EventPlace(EventCursor Place, bool IsBeat)
{
    public static EventPlace Of(SessionEvent e) =>
        new(EventCursor.Of(e), e.Type == EventType.Heartbeat);
}

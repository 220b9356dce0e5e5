using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>Puts a session's beats between its other events.</summary>
internal sealed class FeedGrouping(SessionState session, BeatView beats)
{
    /// <summary>Events other than beats, newest first, each below the beats that followed it.</summary>
    public IReadOnlyList<FeedRow> Between(IReadOnlyList<SessionEvent> events, EventCursor? upper)
    {
        var rows = new List<FeedRow>(events.Count * 2);
        foreach (var e in events)
        {
            var place = EventCursor.Of(e);
            rows.AddRange(BeatGroups.Rows(beats, place, upper));
            rows.Add(FeedEntry.Of(e, session));
            upper = place;
        }

        return rows;
    }

    /// <summary>The beats below all events of a feed, as far as any of them is new enough.</summary>
    public IReadOnlyList<FeedRow> Below(
        EventCursor? lower,
        EventCursor? upper,
        DateTimeOffset? since
    ) =>
        [
            .. BeatGroups
                .Rows(beats, lower, upper)
                .Where(row =>
                    since is null
                    || (row is BeatGroupRow group ? group.Newest.Timestamp : ((GapRow)row).Gap.To)
                        >= since
                ),
        ];

    /// <summary>Events of all types, newest first, with the gaps between beats.</summary>
    public IReadOnlyList<FeedRow> WithGaps(IReadOnlyList<SessionEvent> events)
    {
        var gaps = beats.Gaps.Select((gap, i) => (gap.From, i)).ToDictionary();
        var rows = new List<FeedRow>(events.Count);
        foreach (var e in events)
        {
            if (e.Type == EventType.Heartbeat && gaps.Remove(e.Timestamp, out var gap))
            {
                rows.Add(beats.Gap(EventCursor.Of(e), gap));
            }

            rows.Add(FeedEntry.Of(e, session));
        }

        return rows;
    }
}

using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>The beats between two other events that follow one another: groups, with the gaps between these.</summary>
internal sealed class BeatInterval
{
    private readonly BeatView _beats;
    private readonly List<BeatGap> _gaps;

    /// <param name="beats">The session's beats.</param>
    /// <param name="lower">The older of the two events; null before the first.</param>
    /// <param name="upper">The newer; null after the last.</param>
    public BeatInterval(BeatView beats, EventCursor? lower, EventCursor? upper)
    {
        _beats = beats;
        var whole = new BeatRange(lower, Before(upper));
        _gaps = [.. beats.Gaps.Where(gap => whole.Holds(gap.LastBeat)).Reverse()];
        EventCursor?[] bounds = [whole.UpTo, .. _gaps.Select(gap => gap.LastBeat), lower];
        Ranges = [.. bounds.Zip(bounds.Skip(1), (upTo, after) => new BeatRange(after, upTo))];
    }

    /// <summary>Where its groups are, newest first: one more than there are gaps.</summary>
    public IReadOnlyList<BeatRange> Ranges { get; }

    /// <param name="groups">What the store says of <see cref="Ranges"/>.</param>
    /// <returns>Newest first; nothing where there is no beat.</returns>
    public IEnumerable<FeedRow> Rows(IReadOnlyList<BeatGroup> groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (i > 0)
            {
                yield return GapRow.Of(_gaps[i - 1], _beats);
            }

            if (groups[i] is { Count: > 0 } group)
            {
                yield return new BeatGroupRow(
                    group.Count,
                    group.Newest.Number,
                    group.Oldest.Cursor,
                    group.Newest.Cursor,
                    group.Equity
                );
            }
        }
    }

    /// <summary>The place right before another.</summary>
    private static EventCursor? Before(EventCursor? place) =>
        place is not { } at ? null
        : at.Id.Value == long.MinValue
            ? new EventCursor(at.Timestamp.AddTicks(-1), new Sessions.EventId(long.MaxValue))
        : at with { Id = new Sessions.EventId(at.Id.Value - 1) };
}

using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>The beats between two other events that follow one another, as groups and gaps.</summary>
internal static class BeatGroups
{
    /// <param name="view">The session's beats.</param>
    /// <param name="lower">The older of the two events; null before the first.</param>
    /// <param name="upper">The newer; null after the last.</param>
    /// <returns>Newest first; nothing where there is no beat.</returns>
    public static List<FeedRow> Rows(BeatView view, EventCursor? lower, EventCursor? upper)
    {
        var beats = view.Track.Between(lower, upper);
        var rows = new List<FeedRow>();
        var end = beats.Length;
        for (var gap = view.LastGapBefore(beats); end > 0; gap--)
        {
            var start = gap >= 0 ? FirstAfter(beats[..end], view.Gaps[gap].From) : 0;
            if (start < end)
            {
                rows.Add(BeatView.Group(beats[start..end]));
            }

            if (start > 0)
            {
                rows.Add(view.Gap(beats[start - 1].Cursor, gap));
            }

            end = start;
        }

        return rows;
    }

    private static int FirstAfter(ReadOnlySpan<BeatMark> beats, DateTimeOffset time)
    {
        var (low, high) = (0, beats.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (beats[middle].At <= time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

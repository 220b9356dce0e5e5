using Dashboard.Web.Feed;
using Sessions;

namespace Dashboard.Web.Beats;

/// <summary>A session's beats with their gaps, as of one moment.</summary>
public sealed class BeatView
{
    private readonly SessionState _session;

    public BeatView(SessionState session, BeatTrack track, DateTimeOffset now)
    {
        _session = session;
        Track = track;
        Until = RunnerClock.Now(session, now);
        Line = BeatLine.Of(track.Ticks, session.BeatIntervalSeconds, Until);
    }

    public BeatTrack Track { get; }

    public BeatLine Line { get; }

    /// <summary>The end, or the present, by the runner's clock.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Whether the last gap goes on now.</summary>
    public bool IsSilent =>
        !_session.HasEnded && Line.Gaps is [.., { Cause: BeatGapCause.Unknown }];

    /// <summary>Place in <see cref="BeatLine.Gaps"/> of the last one that begins within these beats; -1 for none.</summary>
    public int LastGapBefore(ReadOnlySpan<BeatMark> beats)
    {
        if (beats.Length == 0)
        {
            return -1;
        }

        var (low, high) = (0, Line.Gaps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Line.Gaps[middle].From <= beats[^1].At)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    public FoldRow Fold(string run, ReadOnlySpan<BeatMark> beats)
    {
        var (oldest, newest) = (beats[0].Cursor, beats[^1].Cursor);
        return new FoldRow(
            run,
            beats.Length,
            oldest,
            newest,
            beats[^1].Equity,
            new FeedFilter
            {
                Range = "custom",
                Type = EventType.Heartbeat,
                From = oldest.Timestamp,
                To = newest.Timestamp.AddTicks(1),
            }.Url($"/sessions/{Uri.EscapeDataString(_session.Id)}/feed")
        );
    }

    public GapRow Gap(string run, EventCursor lastBeat, int gap) =>
        new(run, lastBeat, Line.Gaps[gap], IsSilent && gap == Line.Gaps.Count - 1);
}

using Dashboard.Web.Feed;
using Sessions;

namespace Dashboard.Web.Beats;

/// <summary>A session's beats with their gaps, as of one moment.</summary>
public sealed class BeatView
{
    /// <summary>A beat this much late is worth a line.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    private readonly SessionState _session;

    public BeatView(SessionState session, BeatTrack track, DateTimeOffset now)
    {
        _session = session;
        Track = track;
        Until = RunnerClock.Now(session, now);
        var line = BeatLine.Of(track.Ticks, session.BeatIntervalSeconds, Until);
        Spacing = line.Spacing;
        Gaps = [.. line.Gaps.Where(gap => gap.Missed > 1 || gap.To - gap.From > Spacing + Slack)];
    }

    public BeatTrack Track { get; }

    /// <summary>The usual time between two beats.</summary>
    public TimeSpan Spacing { get; }

    /// <summary>In order of time; a single beat that was hardly late is none.</summary>
    public IReadOnlyList<BeatGap> Gaps { get; }

    /// <summary>The end, or the present, by the runner's clock.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Whether the last gap goes on now.</summary>
    public bool IsSilent => !_session.HasEnded && Gaps is [.., { Cause: BeatGapCause.Unknown }];

    /// <summary>Place in <see cref="Gaps"/> of the last one that begins within these beats; -1 for none.</summary>
    public int LastGapBefore(ReadOnlySpan<BeatMark> beats)
    {
        if (beats.Length == 0)
        {
            return -1;
        }

        var (low, high) = (0, Gaps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Gaps[middle].From <= beats[^1].At)
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

    public static BeatGroupRow Group(ReadOnlySpan<BeatMark> beats) =>
        new(beats.Length, beats[^1].Number, beats[0].Cursor, beats[^1].Cursor, beats[^1].Equity);

    public GapRow Gap(EventCursor lastBeat, int gap) =>
        new(lastBeat, Gaps[gap], IsSilent && gap == Gaps.Count - 1);
}

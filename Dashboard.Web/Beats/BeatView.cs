using Sessions;

namespace Dashboard.Web.Beats;

/// <summary>A session's beats with their gaps, as of one moment.</summary>
public sealed class BeatView
{
    /// <summary>A beat this much late is worth a line.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    private readonly SessionState _session;

    public BeatView(SessionState session, BeatSummary summary, DateTimeOffset now)
    {
        _session = session;
        Summary = summary;
        Until = RunnerClock.Now(session, now);
        var line = BeatLine.Of(summary, Until);
        Spacing = line.Spacing;
        Strokes = line.Strokes;
        // Times by a clock that was set in between do not say how far beats are apart.
        Gaps =
            session.Liveness.ClockSets.Count > 0
                ? []
                :
                [
                    .. line.Gaps.Where(gap =>
                        gap.Missed > 1 || gap.To - gap.From > Spacing + Slack
                    ),
                ];
    }

    public BeatSummary Summary { get; }

    /// <summary>The usual time between two beats.</summary>
    public TimeSpan Spacing { get; }

    /// <summary>What is drawn of them, in order of time.</summary>
    public IReadOnlyList<BeatStroke> Strokes { get; }

    /// <summary>In order of time; a single beat that was hardly late is none.</summary>
    public IReadOnlyList<BeatGap> Gaps { get; }

    /// <summary>The end, or the present, by the runner's clock.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Whether the last gap goes on now.</summary>
    public bool IsSilent => !_session.HasEnded && Gaps is [.., { Cause: BeatGapCause.Unknown }];

    /// <summary>Whether a gap goes on now.</summary>
    public bool IsOpen(BeatGap gap) => IsSilent && ReferenceEquals(gap, Gaps[^1]);
}

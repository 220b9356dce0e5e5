using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.SessionPage;

/// <summary>One phase's bar: elapsed time against what is usual and against its limit, on one scale for all phases.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Elapsed">Of all its runs; null before its start.</param>
/// <param name="Usual">Of earlier sessions, if any.</param>
/// <param name="ScaleSeconds">What the full width stands for.</param>
/// <param name="OverLimit">Whether one of its runs took, or has taken, longer than a run may.</param>
internal sealed record PhaseBar(
    PhaseState Phase,
    TimeSpan? Elapsed,
    UsualDuration? Usual,
    double ScaleSeconds,
    bool OverLimit
)
{
    /// <summary>Width of the drawing, in its own units.</summary>
    public const int Width = 1000;

    /// <summary>Fewer sessions than this say nothing about what is usual.</summary>
    private const int EnoughSessions = 3;

    /// <summary>Of an ended phase: over nine in ten of the earlier ones and half as long again, or under half the median.</summary>
    public Pace Pace =>
        Elapsed is not { } elapsed || Usual is not { } usual || usual.Sessions < EnoughSessions
            ? Pace.Usual
        : elapsed.TotalSeconds > Math.Max(usual.P90Seconds, usual.MedianSeconds * 1.5) ? Pace.Slow
        // What failed early was not fast.
        : Phase is { EndedAt: not null, Status: PhaseStatus.Success }
        && elapsed.TotalSeconds < usual.MedianSeconds / 2
            ? Pace.Fast
        : Pace.Usual;

    /// <summary>How long it will take still, by its steps or by the median; null when that is over or unknown.</summary>
    public TimeSpan? Remaining =>
        Phase is { OpenRun: not null, Done: > 0 and < 1 and var done, RunCount: 1 }
        && Elapsed is { } so
            ? TimeSpan.FromSeconds(Math.Min(so.TotalSeconds * (1 - done) / done, 1e9))
        : Phase is { StartedAt: not null, EndedAt: null }
        && Usual is { } usual
        && Elapsed is { } elapsed
        && usual.MedianSeconds > elapsed.TotalSeconds
            ? TimeSpan.FromSeconds(usual.MedianSeconds) - elapsed
        : null;

    /// <summary>Where the limit stands on the drawing; null of several runs, for it is each run's.</summary>
    public int? LimitAt => Phase.RunCount > 1 ? null : At(Phase.TimeLimitSeconds);

    /// <summary>Of several runs: how many are open at once, where that is more than one.</summary>
    public int OpenRuns => Phase.Runs.Count(run => run.IsOpen);

    public static IReadOnlyList<PhaseBar> Of(SessionView view)
    {
        var phases = view.State.NamedPhases.ToArray();
        var longest = phases
            .Select(p =>
                Math.Max(Took(p, view)?.TotalSeconds ?? 0, view.Usual(p.Name)?.P90Seconds ?? 0)
            )
            .DefaultIfEmpty(0)
            .Max();
        var scale = longest > 0 ? longest * 1.08 : 1;
        return Array.ConvertAll(
            phases,
            p => new PhaseBar(
                p,
                Took(p, view),
                view.Usual(p.Name),
                scale,
                p.IsOverLimit(view.Clock.Present)
            )
        );
    }

    /// <summary>Where a duration stands on the drawing; null when it is off the scale.</summary>
    public int? At(double? seconds) =>
        seconds is { } s && s <= ScaleSeconds ? (int)(s / ScaleSeconds * Width) : null;

    // A phase that never ended, in a session that did, was cut off there; in a lost one nothing is known of it since.
    private static TimeSpan? Took(PhaseState phase, SessionView view) =>
        phase.Elapsed(view.Clock.Present);
}

/// <summary>How a phase's time compares with the usual.</summary>
internal enum Pace
{
    Usual,
    Slow,
    Fast,
}

namespace Sessions;

/// <summary>A session's beats as a line, with the gaps between them.</summary>
/// <param name="Spacing">The usual time between two beats that arrived; zero while unknown.</param>
/// <param name="Strokes">What a drawing of <see cref="BeatSummary.Columns"/> columns shows, in order of time.</param>
/// <param name="Gaps">In order of time, the <see cref="BeatSummary.MaxGaps"/> longest, and that since the last beat.</param>
public sealed record BeatLine(
    TimeSpan Spacing,
    IReadOnlyList<BeatStroke> Strokes,
    IReadOnlyList<BeatGap> Gaps
)
{
    public static BeatLine Empty { get; } = new(TimeSpan.Zero, [], []);

    /// <summary>How many beats are missing in all of the gaps.</summary>
    public long Missed => Gaps.Sum(g => g.Missed);

    /// <param name="events">Events of one session in any order; only heartbeats with a number count.</param>
    /// <param name="intervalSeconds">The stated interval (<see cref="SessionState.BeatIntervalSeconds"/>), if any.</param>
    /// <param name="until">See the other one.</param>
    public static BeatLine Of(
        IEnumerable<SessionEvent> events,
        double? intervalSeconds,
        DateTimeOffset? until = null
    ) =>
        Of(
            BeatSummary.Of(
                [
                    .. events
                        .Where(e => e is { Type: EventType.Heartbeat, Beat: not null })
                        .OrderBy(EventCursor.Of)
                        .Select(BeatTick.Of),
                ],
                intervalSeconds
            ),
            until
        );

    /// <summary>
    /// Finds the gaps: a gap is where at least one beat was due that is not there. Of beats that state no number nobody
    /// can tell which are missing.
    /// </summary>
    /// <param name="beats">The session's beats.</param>
    /// <param name="until">
    /// How far beats were due, by the runner's clock: the session's end, or <see cref="RunnerClock"/>'s present. Null
    /// when only the time between beats is asked for.
    /// </param>
    public static BeatLine Of(BeatSummary beats, DateTimeOffset? until = null)
    {
        if (beats.Count == 0)
        {
            return Empty;
        }

        var cadence = beats.Cadence;
        List<BeatGap> gaps =
        [
            .. beats
                .Longest.Where(pause =>
                    pause is { From.Number: > 0, To.Number: > 0 }
                    && cadence.Missing(pause.Length) > 0
                )
                .Take(BeatSummary.MaxGaps)
                .OrderBy(pause => pause.From.Cursor)
                .Select(pause => Gap(pause, cadence)),
        ];
        if (until is { } end && cadence.Due(end - beats.Last.At) is > 0 and var due)
        {
            gaps.Add(
                new BeatGap(beats.Last.At, end, due, BeatGapCause.Unknown)
                {
                    LastBeat = beats.Last.Cursor,
                }
            );
        }

        return new BeatLine(cadence.Spacing, StrokesOf(beats), gaps);
    }

    private static BeatGap Gap(BeatPause pause, BeatCadence cadence)
    {
        var missed = cadence.Missing(pause.Length);
        // Numbers that ran on over the gap were sent and got lost; numbers that stood still were never sent.
        var sent = (pause.To.Number - pause.From.Number) / cadence.Step - 1;
        var cause = sent * 2 >= missed ? BeatGapCause.NotReceived : BeatGapCause.NotSent;
        return new BeatGap(pause.From.At, pause.To.At, missed, cause)
        {
            LastBeat = pause.From.Cursor,
        };
    }

    private static List<BeatStroke> StrokesOf(BeatSummary beats)
    {
        var column = (beats.Last.At - beats.First.At) / BeatSummary.Columns;
        var strokes = new List<BeatStroke>();
        var from = beats.First.At;
        foreach (
            var pause in beats
                .Longest.Where(pause => pause.Length > column)
                .OrderBy(pause => pause.From.Cursor)
        )
        {
            strokes.Add(new BeatStroke(from, pause.From.At));
            from = pause.To.At;
        }

        strokes.Add(new BeatStroke(from, beats.Last.At));
        return strokes;
    }
}

/// <summary>Beats that no column of the drawing lies between.</summary>
/// <param name="From">Its first beat, by the runner's clock.</param>
/// <param name="To">Its last.</param>
public readonly record struct BeatStroke(DateTimeOffset From, DateTimeOffset To);

/// <summary>A pause in which beats were due and none is there.</summary>
/// <param name="From">The last beat before it, by the runner's clock.</param>
/// <param name="To">The first one after it, or the moment up to which beats were due.</param>
/// <param name="Missed">How many were due in between.</param>
/// <param name="Cause">Where they were lost.</param>
public sealed record BeatGap(
    DateTimeOffset From,
    DateTimeOffset To,
    long Missed,
    BeatGapCause Cause
)
{
    /// <summary>Place of the beat before it.</summary>
    public EventCursor LastBeat { get; init; }
}

/// <summary>Why beats are missing.</summary>
public enum BeatGapCause
{
    /// <summary>No beat came after it, so nobody can tell.</summary>
    Unknown,

    /// <summary>The numbers stood still: the runner was stopped, suspended or overloaded.</summary>
    NotSent,

    /// <summary>The numbers ran on: the runner was beating, and its telemetry was cut off.</summary>
    NotReceived,
}

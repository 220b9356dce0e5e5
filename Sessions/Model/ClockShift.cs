namespace Sessions;

/// <summary>
/// How far the runner's clock was set while a run, or the session, went on: what it took is not simply the difference of
/// the two times that it stated.
/// </summary>
/// <param name="StartedAt">Its start, by the runner's clock, UTC.</param>
/// <param name="OpenedAt">When that reached the collector.</param>
/// <param name="By">How far in all; negative for a clock that was set back.</param>
/// <param name="ClosedAt">When its end reached the collector; absent while it goes on.</param>
public sealed record ClockShift(
    DateTimeOffset StartedAt,
    DateTimeOffset OpenedAt,
    TimeSpan By,
    DateTimeOffset? ClosedAt = null
)
{
    /// <summary>The run's span, where it names one: after a clock was set back, two runs may have started at one time.</summary>
    public string? SpanId { get; init; }

    /// <summary>Two statements of one start may differ a little.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(1);

    internal bool IsOf(DateTimeOffset? start, string? spanId = null) =>
        start is { } at && (StartedAt - at).Duration() <= SameStart && SpanId == spanId;

    /// <summary>
    /// What it took. Its end may be stated by the clock as it was set, or by a steady one that counts from the start: of
    /// both the one that comes closer to what passed between their arrivals.
    /// </summary>
    /// <param name="stated">The difference between its start and its end, or the present.</param>
    internal TimeSpan Correct(TimeSpan stated)
    {
        var set = stated - By;
        return
            ClosedAt - OpenedAt is { } passed
            && (stated - passed).Duration() < (set - passed).Duration()
            ? stated
            : set;
    }

    /// <summary>The shift of something that went on when the clock was set; null when it began after that.</summary>
    /// <param name="known">What is known of it already.</param>
    /// <param name="startedAt">Its start, by the runner's clock.</param>
    /// <param name="openedAt">When that reached the collector.</param>
    /// <param name="set">How the clock was set.</param>
    internal static ClockShift? Of(
        ClockShift? known,
        DateTimeOffset startedAt,
        DateTimeOffset openedAt,
        ClockSet set
    )
    {
        var by = (known?.By ?? TimeSpan.Zero) + set.By;
        var stated = set.At - startedAt;
        var passed = set.ArrivedAt - openedAt;
        return (stated - by - passed).Duration() <= (stated - passed).Duration()
            ? new ClockShift(startedAt, openedAt, by)
            : known;
    }

    /// <summary>
    /// The shift of something that ended before it started, by its own words: its clock was set back by what is missing of
    /// the time between the arrivals. Null for an end after the start.
    /// </summary>
    internal static ClockShift? OfContradiction(
        DateTimeOffset startedAt,
        DateTimeOffset endedAt,
        DateTimeOffset openedAt,
        DateTimeOffset closedAt
    ) =>
        endedAt < startedAt
            ? new ClockShift(
                startedAt,
                openedAt,
                endedAt - startedAt - (closedAt - openedAt),
                closedAt
            )
            : null;
}

/// <summary>A runner's clock was set while its session went on.</summary>
/// <param name="FirstBeat">The first heartbeat by the clock as it was set.</param>
/// <param name="Generation">Which count of heartbeats that is in (<see cref="Beat.Generation"/>).</param>
/// <param name="By">How far; negative for a clock that was set back.</param>
/// <param name="At">The time of that heartbeat.</param>
/// <param name="ArrivedAt">When it reached the collector.</param>
public sealed record ClockSet(
    long FirstBeat,
    int Generation,
    TimeSpan By,
    DateTimeOffset At,
    DateTimeOffset ArrivedAt
)
{
    /// <summary>Whether a start was stated before the clock was set back, though its time is later than what came after.</summary>
    internal bool IsBefore(DateTimeOffset start) => By < TimeSpan.Zero && start <= At - By;
}

/// <summary>A run that ended, with the arrivals of its start and its end.</summary>
/// <param name="Phase">The phase's name.</param>
/// <param name="Run">The run; its clock was not set, as far as is known.</param>
public sealed record EndedRun(string Phase, ClockShift Run);

/// <summary>A heartbeat's time by both clocks.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Generation">Which count of heartbeats that is in.</param>
/// <param name="At">By the runner's clock.</param>
/// <param name="ArrivedAt">By the collector's.</param>
/// <param name="Steady">How many in a row, up to this one, came and arrived when they were due.</param>
public sealed record ClockReading(
    long Number,
    int Generation,
    DateTimeOffset At,
    DateTimeOffset ArrivedAt,
    int Steady
);

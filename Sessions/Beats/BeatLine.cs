namespace Sessions;

/// <summary>A session's beats as a line: stretches without a miss, and the gaps between them.</summary>
/// <param name="Spacing">The usual time between two beats that arrived; zero with fewer than two.</param>
/// <param name="Segments">In order of time.</param>
/// <param name="Gaps">In order of time; each but possibly the last lies between two segments.</param>
public sealed record BeatLine(
    TimeSpan Spacing,
    IReadOnlyList<BeatSegment> Segments,
    IReadOnlyList<BeatGap> Gaps
)
{
    public static BeatLine Empty { get; } = new(TimeSpan.Zero, [], []);

    /// <summary>How many beats are missing in all.</summary>
    public long Missed => Gaps.Sum(g => g.Missed);

    /// <summary>
    /// Finds stretches and gaps. A gap is where at least one beat was due that is not there; the usual spacing is the
    /// median one, or the stated interval when that is longer, so that an exporter that passes on every twelfth beat
    /// makes no gaps.
    /// </summary>
    /// <param name="events">Events of one session in any order; only heartbeats count.</param>
    /// <param name="intervalSeconds">The stated interval (<see cref="SessionState.BeatIntervalSeconds"/>), if any.</param>
    /// <param name="until">
    /// How far beats were due, by the runner's clock: the session's end, or <see cref="RunnerClock"/>'s present. Null
    /// when only the time between beats is asked for.
    /// </param>
    public static BeatLine Of(
        IEnumerable<SessionEvent> events,
        double? intervalSeconds,
        DateTimeOffset? until = null
    ) =>
        Of(
            events
                .Where(e => e is { Type: EventType.Heartbeat, Beat: not null })
                .OrderBy(e => e.Timestamp)
                .ThenBy(e => e.Beat!.Number)
                .Select(e => new BeatTick(e.Timestamp, e.Beat!.Number))
                .ToList(),
            intervalSeconds,
            until
        );

    /// <summary>The same of beats that are in order of time already.</summary>
    public static BeatLine Of(
        IReadOnlyList<BeatTick> beats,
        double? intervalSeconds,
        DateTimeOffset? until = null
    )
    {
        if (beats.Count == 0)
        {
            return Empty;
        }

        var stated = intervalSeconds is > 0 and < 30 * 86400.0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
        var (times, numbers) = (new long[beats.Count - 1], new long[beats.Count - 1]);
        for (var i = 1; i < beats.Count; i++)
        {
            times[i - 1] = (beats[i].At - beats[i - 1].At).Ticks;
            numbers[i - 1] = beats[i].Number - beats[i - 1].Number;
        }

        var usual = Median(times);
        var spacing = usual > stated.Ticks ? TimeSpan.FromTicks(usual) : stated;
        var step = Math.Max(1, Median(numbers));
        return Cut(beats, spacing, step, until);
    }

    private static BeatLine Cut(
        IReadOnlyList<BeatTick> beats,
        TimeSpan spacing,
        long step,
        DateTimeOffset? until
    )
    {
        List<BeatSegment> segments = [];
        List<BeatGap> gaps = [];
        var first = 0;
        for (var i = 1; i < beats.Count; i++)
        {
            var (from, to) = (beats[i - 1], beats[i]);
            var missed = Missing(to.At - from.At, spacing) - 1;
            if (missed < 1)
            {
                continue;
            }

            // Numbers that ran on over the gap were sent and got lost; numbers that stood still were never sent.
            var sent = (to.Number - from.Number) / step - 1;
            var cause = sent * 2 >= missed ? BeatGapCause.NotReceived : BeatGapCause.NotSent;
            gaps.Add(new BeatGap(from.At, to.At, missed, cause));
            segments.Add(Segment(beats, first, i - 1));
            first = i;
        }

        segments.Add(Segment(beats, first, beats.Count - 1));
        var last = beats[^1].At;
        if (until is { } end && Missing(end - last, spacing, wholeOnly: true) is > 0 and var due)
        {
            gaps.Add(new BeatGap(last, end, due, BeatGapCause.Unknown));
        }

        return new BeatLine(spacing, segments, gaps);
    }

    private static BeatSegment Segment(IReadOnlyList<BeatTick> beats, int first, int last) =>
        new(
            beats[first].At,
            beats[last].At,
            beats[first].Number,
            beats[last].Number,
            last - first + 1
        );

    /// <summary>How many spacings a stretch holds: rounded between two beats, whole ones (with some slack) after the last.</summary>
    private static long Missing(TimeSpan stretch, TimeSpan spacing, bool wholeOnly = false) =>
        spacing <= TimeSpan.Zero ? 0
        : wholeOnly ? (long)Math.Floor(stretch / spacing - 0.25)
        : (long)Math.Round(stretch / spacing);

    /// <summary>The middle one, found by selection: a page asks for it with each beat, of 50,000 in a day.</summary>
    private static long Median(long[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        var (first, last, middle) = (0, values.Length - 1, values.Length / 2);
        while (first < last)
        {
            var pivot = values[first + (last - first) / 2];
            var (low, high) = (first, last);
            while (low <= high)
            {
                while (values[low] < pivot)
                {
                    low++;
                }

                while (values[high] > pivot)
                {
                    high--;
                }

                if (low <= high)
                {
                    (values[low], values[high]) = (values[high], values[low]);
                    low++;
                    high--;
                }
            }

            // What lies between the two is the pivot's equal.
            (first, last) =
                middle <= high ? (first, high)
                : middle >= low ? (low, last)
                : (middle, middle);
        }

        return values[middle];
    }
}

/// <summary>A beat as far as a line needs it.</summary>
/// <param name="At">When, by the runner's clock.</param>
/// <param name="Number">Its number in the session, from 1.</param>
public readonly record struct BeatTick(DateTimeOffset At, long Number);

/// <summary>A stretch of beats without a miss.</summary>
/// <param name="From">Its first beat, by the runner's clock.</param>
/// <param name="To">Its last.</param>
/// <param name="FirstNumber">The first one's number.</param>
/// <param name="LastNumber">The last one's number.</param>
/// <param name="Count">How many arrived.</param>
public sealed record BeatSegment(
    DateTimeOffset From,
    DateTimeOffset To,
    long FirstNumber,
    long LastNumber,
    long Count
);

/// <summary>A stretch in which beats were due and none is there.</summary>
/// <param name="From">The last beat before it, by the runner's clock.</param>
/// <param name="To">The first one after it, or the moment up to which beats were due.</param>
/// <param name="Missed">How many were due in between.</param>
/// <param name="Cause">Where they were lost.</param>
public sealed record BeatGap(
    DateTimeOffset From,
    DateTimeOffset To,
    long Missed,
    BeatGapCause Cause
);

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

using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// Whether the runner's clock was set while its session went on. Heartbeats tell: their numbers say how many came
/// between two of them, so that a step of their times is neither a pause nor late delivery. It has to be heard live: what
/// arrives long after it was sent is taken as it is told.
/// </summary>
public sealed partial class Liveness
{
    private const int MostSets = 8;

    /// <summary>How many heartbeats have to be in time before a step of their times says something.</summary>
    private const int SteadyEnough = 2;

    private const int MostBetween = 10_000;

    /// <summary>Heartbeats come, and arrive, this much earlier or later than they are due.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(5);

    /// <summary>Arrival of the first signal; absent in states that an earlier version stored.</summary>
    [JsonInclude]
    public DateTimeOffset? FirstSignalAt { get; internal set; }

    /// <summary>The newest heartbeat by its number.</summary>
    [JsonInclude]
    public ClockReading? LastReading { get; internal set; }

    /// <summary>The newest one that arrived before that.</summary>
    [JsonInclude]
    public ClockReading? EarlierReading { get; internal set; }

    /// <summary>When the clock was set, the newest times.</summary>
    [JsonInclude]
    public List<ClockSet> ClockSets { get; internal set; } = [];

    /// <summary>Runs that ended since the newest heartbeat: the clock may have been set in between.</summary>
    [JsonInclude]
    public List<EndedRun> JustEnded { get; internal set; } = [];

    /// <summary>Remembers a run that ended until the next heartbeat says whether the clock was set meanwhile.</summary>
    internal void NoteEnd(string phase, PhaseRun run, DateTimeOffset arrivedAt)
    {
        if (run.StartedAt is { } start && Of(phase) is { } open && JustEnded.Count < MostSets)
        {
            JustEnded.Add(
                new EndedRun(
                    phase,
                    new ClockShift(start, open.OpenedAt, TimeSpan.Zero, arrivedAt)
                    {
                        SpanId = run.SpanId,
                    }
                )
            );
        }
    }

    /// <summary>How far the clock had been set in all when a heartbeat was sent.</summary>
    internal TimeSpan ShiftOf(Beat beat)
    {
        var shift = TimeSpan.Zero;
        foreach (var set in ClockSets)
        {
            if (set.Generation == beat.Generation && beat.Number >= set.FirstBeat)
            {
                shift += set.By;
            }
        }

        return shift;
    }

    /// <summary>Compares a new heartbeat's time with the one before.</summary>
    /// <param name="beat">The heartbeat.</param>
    /// <param name="at">Its time, by the runner's clock.</param>
    /// <param name="arrivedAt">When it reached the collector.</param>
    /// <param name="intervalSeconds">How often there is one, where that is stated.</param>
    /// <returns>How the clock was set between the two; null when it was not.</returns>
    internal ClockSet? ReadClock(
        Beat beat,
        DateTimeOffset at,
        DateTimeOffset arrivedAt,
        double? intervalSeconds
    )
    {
        var reading = new ClockReading(beat.Number, beat.Generation, at, arrivedAt, 0);
        if (
            LastReading is not { } last
            || last.Generation != reading.Generation
            || (reading.Number <= last.Number && arrivedAt > last.ArrivedAt)
        )
        {
            // The first one, or a count that began again.
            (EarlierReading, LastReading) = (null, reading);
            return null;
        }

        if (reading.Number <= last.Number)
        {
            return null;
        }

        EarlierReading = arrivedAt > last.ArrivedAt ? last : EarlierReading;
        LastReading = reading;
        if (EarlierReading is not { } earlier || Spacing(intervalSeconds) is not { } spacing)
        {
            return null;
        }

        var expected = spacing * Math.Min(reading.Number - earlier.Number, MostBetween);
        var jitter = expected / 2 > Jitter ? expected / 2 : Jitter;
        var passed = arrivedAt - earlier.ArrivedAt;
        // What arrives all at once was held back, and says nothing of the time that passed.
        if ((passed - expected).Duration() > jitter || passed < expected / 2)
        {
            return null;
        }

        var by = reading.At - earlier.At - expected;
        if (by.Duration() <= jitter)
        {
            LastReading = reading with { Steady = Math.Min(earlier.Steady + 1, SteadyEnough) };
            JustEnded.Clear();
            return null;
        }

        if (by.Duration() <= jitter * 2 || earlier.Steady < SteadyEnough)
        {
            return null;
        }

        var set = new ClockSet(reading.Number, reading.Generation, by, at, arrivedAt);
        ClockSets.Add(set);
        if (ClockSets.Count > MostSets)
        {
            ClockSets.RemoveAt(0);
        }

        // What comes in the same request is compared with what came before the step no more.
        (EarlierReading, LastReading) = (null, reading with { Steady = SteadyEnough });
        return set;
    }

    /// <summary>The time from one heartbeat to the next: as stated, otherwise as they arrive.</summary>
    private TimeSpan? Spacing(double? intervalSeconds) =>
        intervalSeconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(intervalSeconds.Value)
        : BeatArrivals >= 3 && Beat > 1 ? (LastBeatAt!.Value - FirstBeatAt!.Value) / (Beat - 1)
        : null;
}

using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// When a session was last heard from, by the collector's clock. Runners' clocks skew, so liveness is decided by
/// arrival alone; for the same reason it is the one part of a session that depends on when its signals came.
/// </summary>
public sealed partial class Liveness
{
    /// <summary>How long a runner that beats may be unheard before that is an outage; one slow export is none.</summary>
    private static readonly TimeSpan LongestUnheard = TimeSpan.FromSeconds(65);

    /// <summary>Highest number of a beat; 0 before the first.</summary>
    [JsonInclude]
    public long Beat { get; internal set; }

    /// <summary>How many arrivals brought a newer beat.</summary>
    [JsonInclude]
    public long BeatArrivals { get; internal set; }

    [JsonInclude]
    public DateTimeOffset? FirstBeatAt { get; internal set; }

    [JsonInclude]
    public DateTimeOffset? LastBeatAt { get; internal set; }

    /// <summary>Arrival of anything at all.</summary>
    [JsonInclude]
    public DateTimeOffset LastSignalAt { get; internal set; }

    /// <summary>Arrival of the last sign of work: a step of progress, a phase's start or end, a checkpoint.</summary>
    [JsonInclude]
    public DateTimeOffset? LastWorkAt { get; internal set; }

    /// <summary>The longest time between two signs of work so far, in seconds; 0 before the second.</summary>
    [JsonInclude]
    public double LongestWorkGapSeconds { get; internal set; }

    /// <summary>How many beats had come when work was last seen, so that "5 beats since" can be said.</summary>
    [JsonInclude]
    public long BeatAtLastWork { get; internal set; }

    /// <summary>Whether the runner reports progress; one that never does cannot be told to hang.</summary>
    [JsonInclude]
    public bool ReportsProgress { get; internal set; }

    /// <summary>Arrival of the newest attempt to recover.</summary>
    [JsonInclude]
    public DateTimeOffset? LastRetryAt { get; internal set; }

    /// <summary>Something arrived, even if it said nothing new.</summary>
    public void Signal(DateTimeOffset arrivedAt)
    {
        if (LastSignalAt == default)
        {
            FirstSignalAt = arrivedAt;
        }

        LastSignalAt = arrivedAt > LastSignalAt ? arrivedAt : LastSignalAt;
    }

    /// <param name="number">The beat's number.</param>
    /// <param name="isLatest">Whether no known beat is later by the runner's clock.</param>
    /// <param name="arrivedAt">When it arrived.</param>
    internal void NewBeat(long number, bool isLatest, DateTimeOffset arrivedAt)
    {
        if (number <= Beat && !isLatest)
        {
            return;
        }

        Beat = Math.Max(Beat, number);
        BeatArrivals++;
        FirstBeatAt ??= arrivedAt;
        LastBeatAt = arrivedAt;
        if (LastWorkAt == arrivedAt)
        {
            BeatAtLastWork = Beat;
        }
    }

    internal void Work(DateTimeOffset arrivedAt)
    {
        if (LastWorkAt is { } last && arrivedAt > last)
        {
            LearnGap(last, LastBeatAt, arrivedAt);
        }

        LastWorkAt = LastWorkAt is { } known && known > arrivedAt ? known : arrivedAt;
        BeatAtLastWork = Beat;
    }

    private void LearnGap(DateTimeOffset last, DateTimeOffset? beat, DateTimeOffset arrivedAt)
    {
        // Of an outage only one export's worth counts: it says nothing about the pace of the work.
        var heard = beat > last ? beat.Value : last;
        var unheard = arrivedAt - heard;
        var gap =
            beat is null || unheard < LongestUnheard
                ? arrivedAt - last
                : heard - last + LongestUnheard;
        LongestWorkGapSeconds = Math.Max(LongestWorkGapSeconds, gap.TotalSeconds);
    }
}

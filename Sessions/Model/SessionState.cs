using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// A session as its events tell so far: the fold of all of them, in any order, each once. Apart from
/// <see cref="Liveness"/> and <see cref="LastChangeAt"/> it depends on the set of events alone.
/// Not thread-safe; a reader hands out copies.
/// </summary>
public sealed partial class SessionState
{
    [JsonInclude]
    public required string Id { get; init; }

    [JsonInclude]
    public SessionHeader? Header { get; internal set; }

    [JsonInclude]
    public string? TraceId { get; internal set; }

    /// <summary>The start that the runner stated.</summary>
    [JsonInclude]
    public DateTimeOffset? StatedStart { get; internal set; }

    /// <summary>The earliest event of all.</summary>
    [JsonInclude]
    public DateTimeOffset FirstEventAt { get; internal set; } = DateTimeOffset.MaxValue;

    /// <summary>The latest event of all.</summary>
    [JsonInclude]
    public DateTimeOffset LastEventAt { get; internal set; } = DateTimeOffset.MinValue;

    /// <summary>The end, from <c>runner_end</c> alone.</summary>
    [JsonInclude]
    public DateTimeOffset? EndedAt { get; internal set; }

    [JsonInclude]
    public SessionStatus Status { get; internal set; }

    /// <summary>In order of index, then start, then name; figures stated outside any phase stand under the empty name.</summary>
    [JsonInclude]
    public List<PhaseState> Phases { get; internal set; } = [];

    [JsonInclude]
    public Latest<double>? LatestEquity { get; internal set; }

    [JsonInclude]
    public Latest<double>? LatestPnl { get; internal set; }

    /// <summary>Newest beat by the runner's own clock.</summary>
    [JsonInclude]
    public DateTimeOffset? LastBeatTimestamp { get; internal set; }

    /// <summary>Seconds between beats, where the runner says so.</summary>
    [JsonInclude]
    public double? BeatIntervalSeconds { get; internal set; }

    [JsonInclude]
    public EventCounts Counts { get; internal set; }

    /// <summary>The newest attempt to recover.</summary>
    [JsonInclude]
    public RetryState? LastRetry { get; internal set; }

    [JsonInclude]
    public Liveness Liveness { get; internal set; } = new();

    /// <summary>Arrival of the newest event that changed anything.</summary>
    [JsonInclude]
    public DateTimeOffset LastChangeAt { get; internal set; }

    /// <summary>When the session started: as stated, otherwise its earliest event.</summary>
    [JsonIgnore]
    public DateTimeOffset StartedAt => StatedStart ?? FirstEventAt;

    [JsonIgnore]
    public bool HasEnded => EndedAt is not null;

    [JsonIgnore]
    public string RunnerName => Header?.RunnerName ?? Header?.ServiceName ?? "unnamed runner";

    [JsonIgnore]
    public double InitialCapital => Header?.InitialCapital ?? 0;

    /// <summary>In the session's currency: the latest equity stated, otherwise capital plus the latest P&amp;L.</summary>
    [JsonIgnore]
    public double CurrentEquity => LatestEquity?.Value ?? InitialCapital + (LatestPnl?.Value ?? 0);

    [JsonIgnore]
    public double Pnl => CurrentEquity - InitialCapital;

    /// <summary>Percent; 0 when capital ≤ 0.</summary>
    [JsonIgnore]
    public double Roi => InitialCapital > 0 ? Pnl / InitialCapital * 100 : 0;

    /// <summary>The sum over phases; figures stated outside any phase count only when no phase states any.</summary>
    [JsonIgnore]
    public TradeTotals Totals =>
        Phases.Any(p => p.Name.Length > 0 && p.HasTotals)
            ? Phases
                .Where(p => p.Name.Length > 0)
                .Aggregate(TradeTotals.None, (sum, p) => sum + p.Totals)
            : Phases.Aggregate(TradeTotals.None, (sum, p) => sum + p.Totals);

    /// <summary>The phases proper, without the unnamed one.</summary>
    [JsonIgnore]
    public IEnumerable<PhaseState> NamedPhases => Phases.Where(p => p.Name.Length > 0);

    /// <summary>The phase that runs now: the last one started and not ended; absent between phases and after the end.</summary>
    [JsonIgnore]
    public PhaseState? CurrentPhase =>
        HasEnded
            ? null
            : Phases
                .Where(p => p.StartedAt is not null && p.EndedAt is null)
                .MaxBy(p => (p.StartedAt, p.Index ?? 0));

    /// <summary>Phases that ended in success or were skipped.</summary>
    [JsonIgnore]
    public int PhasesCompleted =>
        NamedPhases.Count(p =>
            p.EndedAt is not null && p.Status is PhaseStatus.Success or PhaseStatus.Skipped
        );

    /// <summary>Phases planned, or seen when that is more.</summary>
    [JsonIgnore]
    public int PhasesTotal => Math.Max(Header?.PhaseCount ?? 0, NamedPhases.Count());

    /// <summary>How long the session took, or has taken at <paramref name="now"/>.</summary>
    public TimeSpan Runtime(DateTimeOffset now) =>
        (EndedAt ?? now) is var end && end > StartedAt ? end - StartedAt : TimeSpan.Zero;
}

/// <summary>How many events of each kind a session has.</summary>
public readonly record struct EventCounts
{
    public long Events { get; init; }

    public long Beats { get; init; }

    public long Passed { get; init; }

    public long Failed { get; init; }

    public long Warned { get; init; }

    public long Errors { get; init; }

    public long Retries { get; init; }

    public long Checkpoints => Passed + Failed + Warned;
}

/// <summary>The newest attempt to recover.</summary>
/// <param name="Timestamp">When the runner stated it.</param>
/// <param name="Phase">The phase that it belongs to.</param>
/// <param name="Status">retrying, success or failed.</param>
/// <param name="Attempt">Number, limit, delay and reason.</param>
public sealed record RetryState(
    DateTimeOffset Timestamp,
    string? Phase,
    EventStatus Status,
    Retry Attempt
)
{
    // Every field counts, in an order that merging can only raise: an attempt that says more replaces itself.
    internal bool IsAfter(RetryState other) =>
        Compare(other) switch
        {
            0 => string.CompareOrdinal(Attempt.Reason, other.Attempt.Reason) switch
            {
                0 => string.CompareOrdinal(Phase, other.Phase) > 0,
                var byReason => byReason > 0,
            },
            var byTime => byTime > 0,
        };

    private int Compare(RetryState other) =>
        (Timestamp, Attempt.Attempt ?? 0, Status, Attempt.Max, Attempt.DelaySeconds).CompareTo(
            (
                other.Timestamp,
                other.Attempt.Attempt ?? 0,
                other.Status,
                other.Attempt.Max,
                other.Attempt.DelaySeconds
            )
        );
}

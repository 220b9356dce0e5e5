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

    /// <summary>
    /// The end, from <c>runner_end</c> alone: the latest that was stated. Absent while the session runs, also when it
    /// went on after an end (<see cref="WentOnAfter"/>).
    /// </summary>
    [JsonInclude]
    public DateTimeOffset? EndedAt { get; internal set; }

    [JsonInclude]
    public SessionStatus Status { get; internal set; }

    /// <summary>The newest ends that were stated, in order of time; mostly one.</summary>
    [JsonInclude]
    public List<StatedEnd> Ends { get; internal set; } = [];

    /// <summary>The latest start of the session or of one of its phases.</summary>
    [JsonInclude]
    public DateTimeOffset? LatestStart { get; internal set; }

    /// <summary>Why it, or a phase of it, failed; absent when nothing did, or no reason was stated.</summary>
    [JsonInclude]
    public StatedReason? Reason { get; internal set; }

    /// <summary>The latest start of the session itself: a second process may go on with it.</summary>
    [JsonInclude]
    public DateTimeOffset? LatestSessionStart { get; internal set; }

    /// <summary>In order of index, then start, then name; figures stated outside any phase stand under the empty name.</summary>
    [JsonInclude]
    public List<PhaseState> Phases { get; internal set; } = [];

    /// <summary>How many starts named a phase beyond <see cref="MostPhases"/>, which are not kept.</summary>
    [JsonInclude]
    public long PhasesLeftOut { get; internal set; }

    /// <summary>The time of the earliest value of its own figures; absent when it has none.</summary>
    [JsonInclude]
    public DateTimeOffset? FiguresFrom { get; internal set; }

    /// <summary>The time of the latest.</summary>
    [JsonInclude]
    public DateTimeOffset? FiguresUntil { get; internal set; }

    /// <summary>How many values named a figure beyond <see cref="Figure.MostOfSession"/>, which are not kept.</summary>
    [JsonInclude]
    public long FiguresLeftOut { get; internal set; }

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

    /// <summary>How far the runner's clock was set while the session went on; absent when it was not.</summary>
    [JsonInclude]
    public ClockShift? Shift { get; internal set; }

    /// <summary>When the session started: as stated, otherwise its earliest event.</summary>
    [JsonIgnore]
    public DateTimeOffset StartedAt => StatedStart ?? FirstEventAt;

    [JsonIgnore]
    public bool HasEnded => EndedAt is not null;

    [JsonIgnore]
    public string RunnerName => Header?.RunnerName ?? Header?.ServiceName ?? "unnamed runner";

    /// <summary>Whether the session has to do with money at all: it stated a capital, an equity or a profit.</summary>
    [JsonIgnore]
    public bool HasMoney =>
        Header?.InitialCapital is not null || LatestEquity is not null || LatestPnl is not null;

    /// <summary>Whether the session stated a capital that a return can be told of.</summary>
    [JsonIgnore]
    public bool HasCapital => Header?.InitialCapital is not null;

    /// <summary>Whether its equity is known: stated, or told by its capital.</summary>
    [JsonIgnore]
    public bool HasEquity => HasCapital || LatestEquity is not null;

    /// <summary>0 without one.</summary>
    [JsonIgnore]
    public double InitialCapital => Header?.InitialCapital ?? 0;

    /// <summary>
    /// In the session's currency: the latest equity stated, otherwise capital plus the latest P&amp;L; no amount of money
    /// unless <see cref="HasEquity"/>.
    /// </summary>
    [JsonIgnore]
    public double CurrentEquity => LatestEquity?.Value ?? InitialCapital + (LatestPnl?.Value ?? 0);

    /// <summary>
    /// The profit: as stated, or what the equity is above the capital where that was stated later. Absent when neither
    /// is known: an equity without a capital is no profit.
    /// </summary>
    [JsonIgnore]
    public double? Pnl =>
        LatestPnl is { } pnl && !(HasCapital && LatestEquity?.Timestamp > pnl.Timestamp) ? pnl.Value
        : HasCapital ? CurrentEquity - InitialCapital
        : null;

    /// <summary>Percent; 0 when capital ≤ 0, or without a capital (<see cref="HasCapital"/>).</summary>
    [JsonIgnore]
    public double Roi =>
        InitialCapital > 0 && Pnl is { } profit ? profit / InitialCapital * 100 : 0;

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

    /// <summary>
    /// The phase that runs now: of those with an open run the one that started last; absent between phases and after
    /// the end.
    /// </summary>
    [JsonIgnore]
    public PhaseState? CurrentPhase =>
        HasEnded
            ? null
            : NamedPhases
                .Where(p => p.OpenRun is not null)
                .MaxBy(p => (p.OpenRun!.StartedAt, p.OpenRun.Index ?? 0));

    /// <summary>The phases with an open run, in order; none after the end.</summary>
    [JsonIgnore]
    public IEnumerable<PhaseState> OpenPhases =>
        HasEnded ? [] : NamedPhases.Where(p => p.OpenRun is not null);

    /// <summary>
    /// The end that the session stated and then went on after; absent when it did not. It is running again.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? WentOnAfter => HasEnded || Ends.Count == 0 ? null : Ends[^1].At;

    /// <summary>
    /// Steps of the plan that ended in success or were skipped. A step is a phase, or a run of it where the runs of
    /// a phase are planned one by one: their indices differ, or there are no more runs than steps planned.
    /// </summary>
    [JsonIgnore]
    public int PhasesCompleted => Steps().Count(run => IsDone(run));

    /// <summary>Steps planned, or seen when that is more.</summary>
    [JsonIgnore]
    public int PhasesTotal => Math.Max(Header?.PhaseCount ?? 0, Steps().Count());

    /// <summary>
    /// The place of a run among the steps, from 1: its index counted from 0, or as it stands where the runner numbers its
    /// phases from 1; absent without an index, or where it fits neither way.
    /// </summary>
    public int? PlaceOf(PhaseRun? run)
    {
        if (run?.Index is not { } index)
        {
            return null;
        }

        var place = index + (NamedPhases.Any(p => p.Index == 0) ? 1 : 0);
        return place >= 1 && place <= PhasesTotal ? place : null;
    }

    /// <summary>For each step of the plan its latest run; none for a step without any.</summary>
    private IEnumerable<PhaseRun?> Steps()
    {
        var isEachRunPlanned = NamedPhases.Sum(p => p.RunCount) <= (Header?.PhaseCount ?? 0);
        foreach (var phase in NamedPhases)
        {
            if (phase.Runs.Count == 0)
            {
                yield return null;
                continue;
            }

            foreach (
                var step in phase.Runs.GroupBy(run =>
                    isEachRunPlanned && run.Index is null ? (object)run : run.Index ?? -1
                )
            )
            {
                yield return step.Last();
            }
        }
    }

    private static bool IsDone(PhaseRun? run) =>
        run is { EndedAt: not null, Status: PhaseStatus.Success or PhaseStatus.Skipped };

    /// <summary>How long the session took, or has taken at <paramref name="now"/>.</summary>
    public TimeSpan Runtime(DateTimeOffset now)
    {
        var stated = (EndedAt ?? now) - StartedAt;
        var took = Shift?.IsOf(StartedAt) == true ? Shift.Correct(stated) : stated;
        return took > TimeSpan.Zero ? took : TimeSpan.Zero;
    }
}

/// <summary>An end that a session stated.</summary>
/// <param name="At">By the runner's clock, UTC.</param>
/// <param name="Status">How it ended.</param>
public readonly record struct StatedEnd(DateTimeOffset At, SessionStatus Status);

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

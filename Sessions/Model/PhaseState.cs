using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>One phase of a session, as its events tell so far: all its runs.</summary>
public sealed partial class PhaseState
{
    /// <summary>The phase's name; empty for what a session states outside any phase.</summary>
    [JsonInclude]
    public string Name { get; internal set; } = "";

    /// <summary>Its place among the phases, the least that any of its runs states; absent when the runner does not say.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>
    /// Work done as stated last, and when: of the run that was open then. Of two values of one moment the greater.
    /// </summary>
    [JsonInclude]
    public Latest<long>? Progress { get; internal set; }

    /// <summary>Where <see cref="Progress"/> ends, as stated last, and when.</summary>
    [JsonInclude]
    public Latest<long>? ProgressTotal { get; internal set; }

    /// <summary>
    /// When another process last went on with the session: runs that were open by then are cut off. Absent without one.
    /// </summary>
    [JsonInclude]
    public DateTimeOffset? RestartedAt { get; internal set; }

    /// <summary>What the oldest runs took and earned, where there are too many to keep each.</summary>
    [JsonInclude]
    public EarlierRuns Earlier { get; internal set; } = EarlierRuns.None;

    /// <summary>How far the runner's clock was set while runs went on, of the newest ones.</summary>
    [JsonInclude]
    public List<ClockShift> Shifts { get; internal set; } = [];

    /// <summary>Its runs in order of their start, without the earlier ones that are only counted.</summary>
    [JsonIgnore]
    public IReadOnlyList<PhaseRun> Runs => _runs ??= CountedRuns();

    /// <summary>How many runs it has.</summary>
    [JsonIgnore]
    public long RunCount => Earlier.Count + Runs.Count;

    /// <summary>The run that started last; null before any.</summary>
    [JsonIgnore]
    public PhaseRun? LatestRun => Runs is [.., var last] ? last : null;

    /// <summary>The run that is open and started last; null when none is open.</summary>
    [JsonIgnore]
    public PhaseRun? OpenRun => Runs.LastOrDefault(run => run.IsOpen);

    /// <summary>When its first run that is kept started; absent before.</summary>
    [JsonIgnore]
    public DateTimeOffset? StartedAt =>
        Runs.FirstOrDefault(run => run.StartedAt is not null)?.StartedAt;

    /// <summary>When its last run ended; absent while one is open.</summary>
    [JsonIgnore]
    public DateTimeOffset? EndedAt =>
        OpenRun is null ? Runs.Max(run => run.EndedAt ?? run.CutOffAt) : null;

    /// <summary>That of its latest run.</summary>
    [JsonIgnore]
    public PhaseStatus Status => LatestRun?.Status ?? PhaseStatus.Running;

    /// <summary>How long each run may take, in seconds, as its latest run says.</summary>
    [JsonIgnore]
    public double? TimeLimitSeconds =>
        Runs.LastOrDefault(run => run.TimeLimitSeconds is not null)?.TimeLimitSeconds;

    /// <summary>Whether the phase states trades at all.</summary>
    [JsonIgnore]
    public bool HasTotals =>
        Earlier.Totals != TradeTotals.None
        || !Loose.IsEmpty
        || Samples.Count > 0
        || Stated.Any(run => !run.Counts.IsEmpty);

    /// <summary>The trades of all its runs.</summary>
    [JsonIgnore]
    public TradeTotals Totals =>
        Runs.Count == 0
            ? Earlier.Totals + AllLoose().Totals
            : Runs.Aggregate(Earlier.Totals, (sum, run) => sum + run.Counts.Totals);

    /// <summary>How long its runs took in all, or have taken at <paramref name="now"/>; absent before the first.</summary>
    /// <param name="now">The present by the runner's clock.</param>
    public TimeSpan? Elapsed(DateTimeOffset now) =>
        StartedAt is null && Earlier.Count == 0
            ? null
            : Runs.Aggregate(
                Earlier.Elapsed,
                (sum, run) => sum + (run.Elapsed(now) ?? TimeSpan.Zero)
            );

    /// <summary>Whether one of its runs took, or has taken at <paramref name="now"/>, longer than it may.</summary>
    /// <param name="now">The present by the runner's clock.</param>
    public bool IsOverLimit(DateTimeOffset now) =>
        Runs.Any(run => run.Elapsed(now)?.TotalSeconds > run.TimeLimitSeconds);

    /// <summary>Whether its open run counts steps: it stated some since it started.</summary>
    [JsonIgnore]
    public bool CountsSteps =>
        Progress is { } progress
        && OpenRun is { StartedAt: { } start }
        && progress.Timestamp >= start - BeatFigures.Slack;

    /// <summary>
    /// Which part of its work is done, from 0 to 1, of the run that the steps were counted in; absent where no end of the
    /// steps is stated.
    /// </summary>
    [JsonIgnore]
    public double? Done =>
        Progress is { } progress
        && ProgressTotal is { Value: > 0 } total
        && (OpenRun is null || CountsSteps)
        && !(total.Timestamp < LatestRun?.StartedAt - BeatFigures.Slack)
            ? Math.Clamp((double)progress.Value / total.Value, 0, 1)
            : null;

    internal static DateTimeOffset EarlierOf(DateTimeOffset? known, DateTimeOffset stated) =>
        known is { } k && k <= stated ? k : stated;

    /// <summary>Whether one event's status is less grave, as that of a phase, than another's.</summary>
    internal static bool IsMilder(EventStatus? status, EventStatus? than) =>
        Gravity(ToPhaseStatus(status)) < Gravity(ToPhaseStatus(than));

    internal static PhaseStatus Graver(PhaseStatus a, PhaseStatus b) =>
        Gravity(b) > Gravity(a) ? b : a;

    private static int Gravity(PhaseStatus status) =>
        status switch
        {
            PhaseStatus.Running => 0,
            PhaseStatus.Success => 1,
            PhaseStatus.Skipped => 2,
            PhaseStatus.Timeout => 3,
            PhaseStatus.Failed => 4,
            _ => 5,
        };

    private static PhaseStatus ToPhaseStatus(EventStatus? status) =>
        status switch
        {
            EventStatus.Failed or EventStatus.Fail => PhaseStatus.Failed,
            EventStatus.Error => PhaseStatus.Error,
            EventStatus.Timeout or EventStatus.Cancelled => PhaseStatus.Timeout,
            EventStatus.Skipped => PhaseStatus.Skipped,
            _ => PhaseStatus.Success,
        };
}

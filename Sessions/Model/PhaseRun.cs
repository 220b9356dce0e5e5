using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// One run of a phase: a phase that loops, or is tried again, has several. It is known by its span, otherwise by its
/// number, otherwise by its start.
/// </summary>
public sealed class PhaseRun
{
    // Both follow from what is known of the phase, so they are not stored.
    private DateTimeOffset? _cutOffAt;
    private ClockShift? _shift;

    [JsonInclude]
    public string? SpanId { get; internal set; }

    /// <summary>The span that its span is in, where that is stated.</summary>
    [JsonInclude]
    public string? ParentSpanId { get; internal set; }

    /// <summary><c>runner.phase.run</c>, from 1; absent when the runner does not number its runs.</summary>
    [JsonInclude]
    public int? Number { get; internal set; }

    /// <summary><c>runner.phase.index</c> of this run; absent when the runner does not say.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    /// <summary>How long this run may take, in seconds.</summary>
    [JsonInclude]
    public double? TimeLimitSeconds { get; internal set; }

    /// <summary>By the runner's clock, UTC; absent as long as only the end is known.</summary>
    [JsonInclude]
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>By the runner's clock, UTC; absent while it runs.</summary>
    [JsonInclude]
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary><see cref="PhaseStatus.Running"/> until its end is known.</summary>
    [JsonInclude]
    public PhaseStatus Status { get; internal set; }

    [JsonInclude]
    public RunCounts Counts { get; internal set; }

    /// <summary>
    /// When another process went on with the session while it was open: whoever did its work was gone by then, UTC.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? CutOffAt => _cutOffAt;

    [JsonIgnore]
    public bool IsOpen => StartedAt is not null && EndedAt is null && CutOffAt is null;

    /// <summary>How long it took, or has taken at <paramref name="now"/>; absent before its start.</summary>
    /// <param name="now">The present by the runner's clock.</param>
    public TimeSpan? Elapsed(DateTimeOffset now)
    {
        if (StartedAt is not { } start)
        {
            return null;
        }

        var stated = (EndedAt ?? CutOffAt ?? now) - start;
        var took = _shift?.Correct(stated) ?? stated;
        return took > TimeSpan.Zero ? took : TimeSpan.Zero;
    }

    /// <summary>Where it stands among the runs of its phase.</summary>
    internal DateTimeOffset Place => StartedAt ?? EndedAt ?? DateTimeOffset.MaxValue;

    /// <summary>Whether a start or an end names this run, not only its phase.</summary>
    internal bool IsKeyed => SpanId is not null || Number is not null;

    internal void CutOff(DateTimeOffset? at) => _cutOffAt = at;

    internal void Shift(ClockShift? shift) => _shift = shift;

    internal void Start(DateTimeOffset at) => StartedAt = PhaseState.EarlierOf(StartedAt, at);

    internal void End(DateTimeOffset at, PhaseStatus status)
    {
        EndedAt = PhaseState.EarlierOf(EndedAt, at);
        Status = PhaseState.Graver(Status, status);
    }

    /// <summary>Takes in what another statement says of the same run.</summary>
    internal void Add(PhaseRun other)
    {
        SpanId = SessionEvent.Greater(SpanId, other.SpanId);
        ParentSpanId = SessionEvent.Greater(ParentSpanId, other.ParentSpanId);
        Number = SessionHeader.Max(Number, other.Number);
        Index = SessionHeader.Max(Index, other.Index);
        TimeLimitSeconds = SessionHeader.Max(TimeLimitSeconds, other.TimeLimitSeconds);
        if (other.StartedAt is { } start)
        {
            Start(start);
        }

        if (other.EndedAt is { } end)
        {
            End(end, other.Status);
        }

        Counts = RunCounts.Greater(Counts, other.Counts);
    }

    /// <summary>
    /// Whether its span is only a part of another run's: directly within it, or, without an index of its own, within it by
    /// time and not beside it. Its name and attributes may be those of the phase all the same.
    /// </summary>
    internal bool IsWithin(PhaseRun other) =>
        ParentSpanId is { } parent
        && other.SpanId is { } span
        && span != SpanId
        && (
            parent == span
            || Index is null
                && other.ParentSpanId is { } beside
                && beside != parent
                && other.StartedAt <= Place
                && !(other.EndedAt < (EndedAt ?? Place))
        );

    internal PhaseRun Copy() => (PhaseRun)MemberwiseClone();

    internal static int InOrder(PhaseRun a, PhaseRun b)
    {
        var byPlace = a.Place.CompareTo(b.Place);
        var byEnd =
            byPlace != 0
                ? byPlace
                : (a.EndedAt ?? DateTimeOffset.MaxValue).CompareTo(
                    b.EndedAt ?? DateTimeOffset.MaxValue
                );
        var bySpan = byEnd != 0 ? byEnd : string.CompareOrdinal(a.SpanId, b.SpanId);
        return bySpan != 0 ? bySpan : Nullable.Compare(a.Number, b.Number);
    }
}

/// <summary>The runs of a phase that are no longer kept one by one.</summary>
/// <param name="Count">How many.</param>
/// <param name="Elapsed">What they took in all.</param>
/// <param name="Totals">Their trades.</param>
/// <param name="LongestSeconds">What the longest took.</param>
/// <param name="Index">The least index that any of them stated.</param>
public sealed record EarlierRuns(
    long Count,
    TimeSpan Elapsed,
    TradeTotals Totals,
    double LongestSeconds,
    int? Index
)
{
    internal static EarlierRuns None { get; } = new(0, TimeSpan.Zero, TradeTotals.None, 0, null);

    internal EarlierRuns With(PhaseRun run)
    {
        var took = run.Elapsed(run.Place) ?? TimeSpan.Zero;
        return new EarlierRuns(
            Count + 1,
            Elapsed + took,
            Totals + run.Counts.Totals,
            Math.Max(LongestSeconds, took.TotalSeconds),
            PhaseState.Least(Index, run.Index)
        );
    }
}

using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>One phase of a session, as its events tell so far.</summary>
public sealed class PhaseState
{
    /// <summary>The phase's name; empty for what a session states outside any phase.</summary>
    [JsonInclude]
    public string Name { get; internal set; } = "";

    /// <summary>From 0; absent when the runner does not say.</summary>
    [JsonInclude]
    public int? Index { get; internal set; }

    [JsonInclude]
    public double? TimeLimitSeconds { get; internal set; }

    [JsonInclude]
    public DateTimeOffset? StartedAt { get; internal set; }

    [JsonInclude]
    public DateTimeOffset? EndedAt { get; internal set; }

    [JsonInclude]
    public PhaseStatus Status { get; internal set; }

    [JsonInclude]
    public string? SpanId { get; internal set; }

    /// <summary>Work done in this phase, with the first moment it stood there.</summary>
    [JsonInclude]
    public Latest<long>? Progress { get; internal set; }

    [JsonInclude]
    public Latest<long>? Trades { get; internal set; }

    [JsonInclude]
    public Latest<long>? Wins { get; internal set; }

    [JsonInclude]
    public Latest<long>? Losses { get; internal set; }

    /// <summary>Whether the phase states trades at all.</summary>
    [JsonIgnore]
    public bool HasTotals => Trades is not null || Wins is not null || Losses is not null;

    [JsonIgnore]
    public TradeTotals Totals => new(Trades?.Value ?? 0, Wins?.Value ?? 0, Losses?.Value ?? 0);

    /// <summary>How long the phase took, or has taken at <paramref name="now"/>; absent before its start.</summary>
    public TimeSpan? Elapsed(DateTimeOffset now) =>
        StartedAt is not { } start ? null
        : (EndedAt ?? now) is var end && end > start ? end - start
        : TimeSpan.Zero;

    internal void Apply(SessionEvent e)
    {
        Index = SessionHeader.Max(Index, e.PhaseInfo?.Index);
        TimeLimitSeconds = SessionHeader.Max(TimeLimitSeconds, e.PhaseInfo?.TimeLimitSeconds);
        if (e.Type == EventType.PhaseStart)
        {
            StartedAt = Earlier(StartedAt, e.Timestamp);
            SpanId = SessionEvent.Greater(SpanId, e.SpanId);
        }
        else if (e.Type == EventType.PhaseEnd)
        {
            EndedAt = Earlier(EndedAt, e.Timestamp);
            var status = ToPhaseStatus(e.Status);
            Status = Gravity(status) > Gravity(Status) ? status : Status;
        }

        ApplyFigures(e.Figures, e.Timestamp);
        if (e.Beat?.Progress is { } steps)
        {
            ApplyProgress(steps, e.Timestamp);
        }
    }

    internal void ApplyFigures(Figures? figures, DateTimeOffset timestamp)
    {
        Trades = Greatest(Trades, figures?.Trades, timestamp);
        Wins = Greatest(Wins, figures?.Wins, timestamp);
        Losses = Greatest(Losses, figures?.Losses, timestamp);
    }

    internal void ApplyProgress(long steps, DateTimeOffset timestamp) =>
        Progress = Greatest(Progress, steps, timestamp);

    /// <summary>
    /// The greatest count and the first time it stood there, whatever the order of arrival. A count never falls: a beat
    /// that was collected after a summary may have been taken before it.
    /// </summary>
    private static Latest<long>? Greatest(
        Latest<long>? known,
        long? count,
        DateTimeOffset timestamp
    ) =>
        count is { } stated
        && (
            known is not { } k || stated > k.Value || (stated == k.Value && timestamp < k.Timestamp)
        )
            ? new Latest<long>(stated, timestamp)
            : known;

    internal static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset stated) =>
        known is { } k && k <= stated ? k : stated;

    /// <summary>Whether one event's status is less grave, as that of a phase, than another's.</summary>
    internal static bool IsMilder(EventStatus? status, EventStatus? than) =>
        Gravity(ToPhaseStatus(status)) < Gravity(ToPhaseStatus(than));

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

namespace Sessions;

public sealed partial class SessionState
{
    /// <summary>Takes in one event.</summary>
    /// <param name="e">The event, already merged with what was known of it.</param>
    /// <param name="known">What was known of it before; absent when it is new.</param>
    /// <param name="arrivedAt">When its newest part reached the collector, UTC.</param>
    public void Apply(SessionEvent e, SessionEvent? known, DateTimeOffset arrivedAt)
    {
        Liveness.Signal(arrivedAt);
        LastChangeAt = arrivedAt > LastChangeAt ? arrivedAt : LastChangeAt;
        FirstEventAt = e.Timestamp < FirstEventAt ? e.Timestamp : FirstEventAt;
        LastEventAt = e.Timestamp > LastEventAt ? e.Timestamp : LastEventAt;
        TraceId = SessionEvent.Greater(TraceId, e.TraceId);
        Header = SessionHeader.Merge(Header, e.Session);
        Count(e, known);
        if (known is null && !_isFolding)
        {
            ReadClock(e, arrivedAt);
        }

        var told = OnOneClock(e);
        LatestEquity = Latest<double>.Of(LatestEquity, e.Figures?.Equity, told.Timestamp);
        LatestPnl = Latest<double>.Of(LatestPnl, e.Figures?.Pnl, told.Timestamp);

        // Of a reason that moved, only all of them can tell whether it is still the best.
        _isStale |=
            known is not null && known.Timestamp != e.Timestamp && Reason?.At == known.Timestamp;
        Reason = StatedReason.Better(Reason, StatedReason.Of(e));
        if (
            e.Phase is not null
            || e.Figures is not null
            || e.Beat is { Progress: not null } or { ProgressTotal: not null }
        )
        {
            ApplyPhase(told, known, arrivedAt);
        }

        switch (e.Type)
        {
            case EventType.RunnerStart:
                StatedStart = PhaseState.EarlierOf(StatedStart, e.Timestamp);
                LatestSessionStart =
                    LatestSessionStart > e.Timestamp ? LatestSessionStart : e.Timestamp;
                Begin(e.Timestamp, known?.Timestamp);
                Restart();
                break;
            case EventType.PhaseStart:
                Begin(e.Timestamp, known?.Timestamp);
                break;
            case EventType.PhaseEnd:
                Conclude();
                break;
            case EventType.RunnerEnd:
                End(e.Timestamp, ToSessionStatus(e.Status), known?.Timestamp);
                break;
            case EventType.Heartbeat when e.Beat is { } beat:
                // Counters may begin again: with each phase, or with a second process of the session.
                var isLatest = !(LastBeatTimestamp >= e.Timestamp);
                LastBeatTimestamp = isLatest ? e.Timestamp : LastBeatTimestamp;
                BeatIntervalSeconds = SessionHeader.Max(BeatIntervalSeconds, beat.IntervalSeconds);
                Liveness.NewBeat(beat.Number, isLatest, arrivedAt);
                Liveness.BeatIn(e.Phase, beat.Number, arrivedAt);
                break;
            case EventType.AutocorrectAttempt when e.Retry is { } retry:
                var attempt = new RetryState(
                    e.Timestamp,
                    e.Phase,
                    e.Status ?? EventStatus.Retrying,
                    retry
                );
                LastRetry = LastRetry is null || attempt.IsAfter(LastRetry) ? attempt : LastRetry;
                Liveness.LastRetryAt =
                    Liveness.LastRetryAt > arrivedAt ? Liveness.LastRetryAt : arrivedAt;
                break;
        }

        // A runner that hangs may go on logging.
        if (
            known is null
            && e.Type is not (EventType.Heartbeat or EventType.AutocorrectAttempt or EventType.Log)
        )
        {
            Liveness.Work(arrivedAt);
        }
    }

    private void ApplyPhase(SessionEvent e, SessionEvent? known, DateTimeOffset arrivedAt)
    {
        if (PhaseNamed(e.Phase) is not { } phase)
        {
            PhasesLeftOut += known is null && e.Type == EventType.PhaseStart ? 1 : 0;
            return;
        }

        var steps = phase.Progress?.Value;
        phase.Apply(e, known, _isFolding);
        NoteProgress(phase, steps, arrivedAt);
        if (e.Type is EventType.PhaseStart or EventType.PhaseEnd)
        {
            Place(phase);
        }

        if (known is null && e.Type == EventType.PhaseEnd && !_isFolding)
        {
            NoteEnd(e, phase, arrivedAt);
        }

        if (known is null && phase.Name.Length > 0)
        {
            NotePhase(e.Type, phase, arrivedAt);
        }
    }

    private void Count(SessionEvent e, SessionEvent? known)
    {
        var one = known is null ? 1 : 0;
        Counts = Counts with
        {
            Events = Counts.Events + one,
            Beats = Counts.Beats + (e.Type == EventType.Heartbeat ? one : 0),
            Errors = Counts.Errors + (e.Type == EventType.Error ? one : 0),
            Retries = Counts.Retries + (e.Type == EventType.AutocorrectAttempt ? one : 0),
            Passed = Counts.Passed + Is(e, EventStatus.Pass) - Is(known, EventStatus.Pass),
            Failed = Counts.Failed + Is(e, EventStatus.Fail) - Is(known, EventStatus.Fail),
            Warned = Counts.Warned + Is(e, EventStatus.Warn) - Is(known, EventStatus.Warn),
        };

        static int Is(SessionEvent? e, EventStatus status) =>
            e is { Type: EventType.Checkpoint } && e.Status == status ? 1 : 0;
    }

    private static SessionStatus ToSessionStatus(EventStatus? status) =>
        status switch
        {
            EventStatus.Failed or EventStatus.Fail => SessionStatus.Failed,
            EventStatus.Error => SessionStatus.Error,
            EventStatus.Timeout => SessionStatus.Timeout,
            EventStatus.Cancelled => SessionStatus.Cancelled,
            _ => SessionStatus.Success,
        };

    private static int Gravity(SessionStatus status) =>
        status switch
        {
            SessionStatus.Running => 0,
            SessionStatus.Success => 1,
            SessionStatus.Cancelled => 2,
            SessionStatus.Timeout => 3,
            SessionStatus.Failed => 4,
            _ => 5,
        };

    internal static int InOrder(PhaseState a, PhaseState b)
    {
        var byIndex = (a.Index ?? int.MaxValue).CompareTo(b.Index ?? int.MaxValue);
        var byStart =
            byIndex != 0
                ? byIndex
                : (a.StartedAt ?? DateTimeOffset.MaxValue).CompareTo(
                    b.StartedAt ?? DateTimeOffset.MaxValue
                );
        return byStart != 0 ? byStart : string.CompareOrdinal(a.Name, b.Name);
    }
}

using Sessions.Sqlite.State.Messages;

namespace Sessions.Sqlite.State;

/// <summary>A session's state out of its message; the way back from <see cref="ToMessage"/>, field by field.</summary>
internal static class FromMessage
{
    /// <exception cref="InvalidDataException">A time is out of range.</exception>
    public static SessionState State(string id, StateMessage message)
    {
        var start = message.FirstEvent;
        var state = new SessionState
        {
            Id = id,
            FirstEventAt = Time(0, start),
            LastEventAt = Time(message.LastEvent, start),
            LastChangeAt = Time(message.LastChange, start),
            Status = (SessionStatus)message.Status,
            TraceId = message.HasTraceId ? message.TraceId : null,
            StatedStart = message.HasStatedStart ? Time(message.StatedStart, start) : null,
            EndedAt = message.HasEnded ? Time(message.Ended, start) : null,
            LatestEquity = Amount(message.LatestEquity, start),
            LatestPnl = Amount(message.LatestPnl, start),
            LastBeatTimestamp = message.HasLastBeat ? Time(message.LastBeat, start) : null,
            BeatIntervalSeconds = message.HasBeatIntervalSeconds
                ? message.BeatIntervalSeconds
                : null,
            Counts = message.Counts is { } counts ? Counts(counts) : default,
            Liveness = message.Liveness is { } liveness ? Liveness(liveness, start) : new(),
            Header = message.Header is { } header ? Header(header) : null,
            LastRetry = message.LastRetry is { } retry ? Retry(retry, start) : null,
            Phases = [.. message.Phases.Select(phase => PhaseFromMessage.Phase(phase, start))],
            Ends =
            [
                .. message.Ends.Select(end => new StatedEnd(
                    Time(end.Time, start),
                    (SessionStatus)end.Status
                )),
            ],
            LatestStart = message.HasLatestStart ? Time(message.LatestStart, start) : null,
            LatestSessionStart = message.HasLatestSessionStart
                ? Time(message.LatestSessionStart, start)
                : null,
            PhasesLeftOut = message.PhasesLeftOut,
            FiguresFrom = message.HasFiguresFrom ? Time(message.FiguresFrom, start) : null,
            FiguresUntil = message.HasFiguresUntil ? Time(message.FiguresUntil, start) : null,
            FiguresLeftOut = message.FiguresLeftOut,
            Shift = message.Shift is { } shift ? ClockFromMessage.Shift(shift, start) : null,
            Reason = message.Reason is { } reason
                ? new StatedReason(Time(reason.Time, start), reason.IsText, reason.Text)
                : null,
        };
        if (
            (state.HasEnded && state.Ends.Count == 0)
            || message.Phases.Any(PhaseFromMessage.IsEarlier)
        )
        {
            state.MarkStale();
        }

        return state;
    }

    private static EventCounts Counts(CountsMessage counts) =>
        new()
        {
            Events = counts.Events,
            Beats = counts.Beats,
            Passed = counts.Passed,
            Failed = counts.Failed,
            Warned = counts.Warned,
            Errors = counts.Errors,
            Retries = counts.Retries,
        };

    private static Liveness Liveness(LivenessMessage message, long start) =>
        new()
        {
            Beat = message.Beat,
            BeatArrivals = message.BeatArrivals,
            BeatAtLastWork = message.BeatAtLastWork,
            LongestWorkGapSeconds = message.LongestWorkGapSeconds,
            ReportsProgress = message.ReportsProgress,
            LastSignalAt = Time(message.LastSignal, start),
            FirstSignalAt = message.HasFirstSignal ? Time(message.FirstSignal, start) : null,
            LastReading = ClockFromMessage.Reading(message.LastReading, start),
            EarlierReading = ClockFromMessage.Reading(message.EarlierReading, start),
            JustEnded =
            [
                .. message.JustEnded.Select(ended => new EndedRun(
                    ended.Phase,
                    ClockFromMessage.Shift(ended.Run, start)
                )),
            ],
            ClockSets = [.. message.ClockSets.Select(set => ClockFromMessage.Set(set, start))],
            FirstBeatAt = message.HasFirstBeat ? Time(message.FirstBeat, start) : null,
            LastBeatAt = message.HasLastBeat ? Time(message.LastBeat, start) : null,
            LastWorkAt = message.HasLastWork ? Time(message.LastWork, start) : null,
            LastRetryAt = message.HasLastRetry ? Time(message.LastRetry, start) : null,
            Phases =
            [
                .. message.Phases.Select(phase => new PhaseLiveness
                {
                    Name = phase.Name,
                    OpenedAt = Time(phase.Opened, start),
                    LastWorkAt = Time(phase.LastWork, start),
                    LastBeatAt = phase.HasLastBeat ? Time(phase.LastBeat, start) : null,
                    Beat = phase.Beat,
                    BeatAtLastWork = phase.BeatAtLastWork,
                }),
            ],
        };

    private static SessionHeader Header(HeaderMessage message) =>
        new()
        {
            RunnerName = message.HasRunnerName ? message.RunnerName : null,
            DryRun = message.HasDryRun ? message.DryRun : null,
            InitialCapital = message.HasInitialCapital ? message.InitialCapital : null,
            Currency = message.HasCurrency ? message.Currency : null,
            PhaseCount = message.HasPhaseCount ? message.PhaseCount : null,
            ServiceName = message.HasServiceName ? message.ServiceName : null,
            Schedule = message.Schedule is { } schedule ? Schedule(schedule) : null,
        };

    private static Schedule Schedule(ScheduleMessage message) =>
        new(
            message.HasCron ? message.Cron : null,
            message.HasTimezone ? message.Timezone : null,
            message.HasIntervalSeconds ? message.IntervalSeconds : null,
            message.HasGraceSeconds ? message.GraceSeconds : null
        );

    private static RetryState Retry(RetryMessage message, long start) =>
        new(
            Time(message.Time, start),
            message.HasPhase ? message.Phase : null,
            (EventStatus)message.Status,
            new Retry(
                message.HasAttempt ? message.Attempt : null,
                message.HasMax ? message.Max : null,
                message.HasDelaySeconds ? message.DelaySeconds : null,
                message.HasReason ? message.Reason : null
            )
        );

    private static Latest<double>? Amount(AmountMessage? message, long start) =>
        message is null ? null : new Latest<double>(message.Value, Time(message.Time, start));

    internal static Latest<long>? Count(CountMessage? message, long start) =>
        message is null ? null : new Latest<long>(message.Value, Time(message.Time, start));

    internal static DateTimeOffset Time(long ticks, long start) =>
        start + ticks is >= 0 and var utc && utc <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(utc, TimeSpan.Zero)
            : throw new InvalidDataException("a time in a session's state is out of range");
}

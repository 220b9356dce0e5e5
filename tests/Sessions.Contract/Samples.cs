namespace Sessions.Contract;

/// <summary>Events as runners send them, short to write down.</summary>
public static class Samples
{
    /// <summary>When sessions start here, by the runner's clock.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>When batches arrive here, by the collector's clock.</summary>
    public static DateTimeOffset Arrival { get; } = new(2026, 3, 1, 9, 0, 1, TimeSpan.Zero);

    /// <summary>A clock that stands an hour after the start, for durations of running sessions.</summary>
    public static TimeProvider Clock { get; } = new StandingClock();

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static WriteBatch Batch(params IEnumerable<SessionEvent> events)
    {
        var batch = new WriteBatch { ArrivedAt = Arrival };
        batch.Events.AddRange(events);
        return batch;
    }

    public static string Trace(string session) =>
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(session)
            )
        )[..32];

    public static SessionEvent Begin(
        string session,
        double at = 0,
        string runner = "trader",
        double capital = 10_000
    ) =>
        new()
        {
            SessionId = session,
            Type = EventType.RunnerStart,
            Timestamp = At(at),
            TraceId = Trace(session),
            Session = new SessionHeader
            {
                RunnerName = runner,
                InitialCapital = capital,
                Currency = "USD",
                DryRun = true,
                PhaseCount = 3,
            },
        };

    public static SessionEvent End(
        string session,
        double at,
        EventStatus status = EventStatus.Success
    ) =>
        new()
        {
            SessionId = session,
            Type = EventType.RunnerEnd,
            Timestamp = At(at),
            TraceId = Trace(session),
            Status = status,
        };

    public static SessionEvent PhaseStart(string session, double at, string phase, int index = 0) =>
        new()
        {
            SessionId = session,
            Type = EventType.PhaseStart,
            Timestamp = At(at),
            Phase = phase,
            TraceId = Trace(session),
            SpanId = Trace(phase)[..16],
            PhaseInfo = new PhaseHeader(index, 60),
        };

    public static SessionEvent PhaseEnd(
        string session,
        double at,
        string phase,
        EventStatus status = EventStatus.Success
    ) =>
        new()
        {
            SessionId = session,
            Type = EventType.PhaseEnd,
            Timestamp = At(at),
            Phase = phase,
            TraceId = Trace(session),
            SpanId = Trace(phase)[..16],
            Status = status,
        };

    public static SessionEvent Checkpoint(
        string session,
        double at,
        string name,
        EventStatus status = EventStatus.Pass,
        string phase = "data_phase"
    ) =>
        new()
        {
            SessionId = session,
            Type = EventType.Checkpoint,
            Timestamp = At(at),
            Phase = phase,
            Checkpoint = name,
            Status = status,
            Level = status == EventStatus.Fail ? EventLevel.Error : EventLevel.Info,
            TraceId = Trace(session),
            SpanId = Trace(phase)[..16],
        };

    public static SessionEvent Beat(
        string session,
        double at,
        long number,
        double? equity = null,
        string phase = "data_phase"
    ) =>
        new()
        {
            SessionId = session,
            Type = EventType.Heartbeat,
            Timestamp = At(at),
            Phase = phase,
            Level = EventLevel.Debug,
            Beat = new Beat(number, 2, number * 10),
            Figures = equity is null ? null : new Figures { Equity = equity },
        };

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start.AddHours(1);
    }
}

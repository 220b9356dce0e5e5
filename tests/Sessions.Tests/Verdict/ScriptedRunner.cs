namespace Sessions.Tests;

/// <summary>
/// A runner whose signals arrive as told: <see cref="At"/> moves the collector's clock, and every signal is stamped
/// with the runner's own, which may be off by <see cref="Skew"/>.
/// </summary>
public sealed class ScriptedRunner(string id = "s1")
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<EventId, SessionEvent> _known = [];
    private double _now;

    public SessionState Session { get; } = new() { Id = id };

    /// <summary>How far the runner's clock is ahead of the collector's.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>What each beat states; null where the runner does not say.</summary>
    public double? Interval { get; init; } = 5;

    public string? Phase { get; set; } = "api_phase";

    public ScriptedRunner At(double seconds)
    {
        _now = seconds;
        return this;
    }

    public ScriptedRunner Start(string? runner = "demo") =>
        Signal(
            EventType.RunnerStart,
            e =>
                e with
                {
                    Phase = null,
                    Session = new SessionHeader { RunnerName = runner },
                }
        );

    /// <summary>The span of the phase's next start and end; null where the runner sends none.</summary>
    public string? Span { get; set; }

    /// <summary>Phases that start from here on are that run of theirs.</summary>
    public ScriptedRunner Run(int round)
    {
        Span = $"{round:x16}";
        return this;
    }

    public ScriptedRunner PhaseStart(int? index = null, double? limit = null) =>
        Signal(
            EventType.PhaseStart,
            e => e with { SpanId = Span, PhaseInfo = new PhaseHeader(index, limit) }
        );

    public ScriptedRunner PhaseEnd(EventStatus status = EventStatus.Success) =>
        Signal(EventType.PhaseEnd, e => e with { SpanId = Span, Status = status });

    public ScriptedRunner Beat(long number, long? progress = null) =>
        Signal(EventType.Heartbeat, e => e with { Beat = new Beat(number, Interval, progress) });

    /// <summary>Beats from the present moment on, one every <paramref name="every"/> seconds, each with a step of work or not.</summary>
    public ScriptedRunner Beats(long from, long to, double every, Func<long, long?> progress)
    {
        for (var number = from; number <= to; number++)
        {
            Beat(number, progress(number));
            _now += number < to ? every : 0;
        }

        return this;
    }

    public ScriptedRunner Checkpoint(string name) =>
        Signal(EventType.Checkpoint, e => e with { Checkpoint = name, Status = EventStatus.Pass });

    public ScriptedRunner Retry(EventStatus status, int attempt, double? delay = null) =>
        Signal(
            EventType.AutocorrectAttempt,
            e =>
                e with
                {
                    Status = status,
                    Retry = new Retry(attempt, 3, delay, "connection reset"),
                }
        );

    public ScriptedRunner Error(string message) =>
        Signal(EventType.Error, e => e with { Message = message, Level = EventLevel.Error });

    public ScriptedRunner End(EventStatus status = EventStatus.Success, double? stampedAt = null) =>
        Signal(
            EventType.RunnerEnd,
            e =>
                e with
                {
                    Phase = null,
                    Status = status,
                    Timestamp = stampedAt is { } at ? Noon.AddSeconds(at) + Skew : e.Timestamp,
                }
        );

    public ScriptedRunner Signal(EventType type, Func<SessionEvent, SessionEvent> with)
    {
        var arrivedAt = Noon.AddSeconds(_now);
        var e = with(
            new SessionEvent
            {
                SessionId = Session.Id,
                Type = type,
                Timestamp = arrivedAt + Skew,
                Phase = Phase,
            }
        );
        var known = _known.GetValueOrDefault(e.Id);
        var merged = known is null ? e : SessionEvent.Merge(known, e);
        _known[e.Id] = merged;
        Session.Apply(merged, known, arrivedAt);
        return this;
    }

    public Verdict VerdictAt(
        double seconds,
        double? usualGap = null,
        TelemetryHealth? telemetry = null,
        params IReadOnlyList<HearingPeriod> hearing
    ) =>
        Verdict.Of(
            Session,
            new VerdictContext
            {
                Now = Noon.AddSeconds(seconds),
                UsualWorkGapSeconds = usualGap,
                Telemetry = telemetry ?? TelemetryHealth.Unknown,
                Hearing = hearing,
            }
        );
}

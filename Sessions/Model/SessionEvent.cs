namespace Sessions;

/// <summary>
/// One event of a session: what the feed shows, and all that any figure on the page is computed from.
/// Several signals may say the same event (a log record, then the span that holds it); they share one
/// <see cref="Id"/> and <see cref="Merge"/> makes one event of them.
/// </summary>
public sealed record SessionEvent
{
    /// <summary>The session; empty only on its way to the store, when a span is known by its trace alone.</summary>
    public required string SessionId { get; init; }

    public required EventType Type { get; init; }

    /// <summary>When the runner says it happened, UTC. Shown, never used to decide liveness.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The phase's name, for example <c>api_phase</c>; absent for session-wide events.</summary>
    public string? Phase { get; init; }

    /// <summary>Which run of the phase it belongs to (<c>runner.phase.run</c>, from 1), where that is stated.</summary>
    public int? PhaseRun { get; init; }

    public EventLevel Level { get; init; } = EventLevel.Info;

    public string? Message { get; init; }

    /// <summary>Of the session or phase at its end, of the checkpoint, of the retry; absent elsewhere.</summary>
    public EventStatus? Status { get; init; }

    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>16 lower-case hex digits: the span that the event speaks of.</summary>
    public string? SpanId { get; init; }

    /// <summary>The checkpoint's name, for example <c>schema_ok</c>; on checkpoints only.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>On checkpoints: which signals told it.</summary>
    public CheckpointTeller ToldBy { get; init; }

    /// <summary>On checkpoints: the time at which the second signal told it, where that is another, UTC.</summary>
    public DateTimeOffset? ToldAgainAt { get; init; }

    /// <summary>
    /// The span that a phase's span is in, where that is stated; on <c>phase_start</c> and <c>phase_end</c> only.
    /// </summary>
    public string? ParentSpanId { get; init; }

    /// <summary>The exception's or failure's low-cardinality name; on errors only.</summary>
    public string? ErrorType { get; init; }

    public Figures? Figures { get; init; }

    /// <summary>On <c>runner_start</c> and <c>runner_end</c>: what the session says of itself.</summary>
    public SessionHeader? Session { get; init; }

    /// <summary>On <c>phase_start</c> and <c>phase_end</c>: the phase's place and limit.</summary>
    public PhaseHeader? PhaseInfo { get; init; }

    /// <summary>On heartbeats.</summary>
    public Beat? Beat { get; init; }

    /// <summary>On <c>autocorrect_attempt</c>.</summary>
    public Retry? Retry { get; init; }

    /// <summary>On <c>trade</c>.</summary>
    public Trade? Trade { get; init; }

    /// <summary>On <c>runner_start</c>: parameters and environment.</summary>
    public RunFacts? Run { get; init; }

    /// <summary>Every other attribute, as the text of one JSON object; absent when there is none.</summary>
    public string? Details { get; init; }

    /// <summary>What makes it this event and no other, within its session.</summary>
    public EventId Id => EventId.Of(this);

    /// <summary>
    /// One event of two that share an id. Commutative, associative and idempotent: missing fields are filled in,
    /// the earlier time and the graver status stay, any other disagreement goes to the ordinally greater text.
    /// Of a beat only what was stated at the earliest time counts: all of it is said of one moment.
    /// </summary>
    public static SessionEvent Merge(SessionEvent a, SessionEvent b) =>
        a.Equals(b) ? a
        : a.Type == EventType.Heartbeat && a.Timestamp != b.Timestamp
            ? (a.Timestamp < b.Timestamp ? a : b)
        : a with
        {
            Timestamp = a.Timestamp <= b.Timestamp ? a.Timestamp : b.Timestamp,
            Phase = Greater(a.Phase, b.Phase),
            PhaseRun = SessionHeader.Max(a.PhaseRun, b.PhaseRun),
            Level = a.Level >= b.Level ? a.Level : b.Level,
            Message = Greater(a.Message, b.Message),
            Status = a.Status is null || b.Status > a.Status ? b.Status : a.Status,
            TraceId = Greater(a.TraceId, b.TraceId),
            SpanId = Greater(a.SpanId, b.SpanId),
            Checkpoint = Greater(a.Checkpoint, b.Checkpoint),
            ToldBy = a.ToldBy == b.ToldBy ? a.ToldBy : CheckpointTeller.Both,
            ToldAgainAt = SessionHeader.Max(a.ToldAgainAt, b.ToldAgainAt),
            ParentSpanId = Greater(a.ParentSpanId, b.ParentSpanId),
            ErrorType = Greater(a.ErrorType, b.ErrorType),
            Figures = Figures.Merge(a.Figures, b.Figures),
            Session = SessionHeader.Merge(a.Session, b.Session),
            PhaseInfo = PhaseHeader.Merge(a.PhaseInfo, b.PhaseInfo),
            Beat = Sessions.Beat.Merge(a.Beat, b.Beat),
            Retry = Sessions.Retry.Merge(a.Retry, b.Retry),
            Trade = Sessions.Trade.Merge(a.Trade, b.Trade),
            Run = RunFacts.Merge(a.Run, b.Run),
            Details = DetailsText.Merge(a.Details, b.Details),
        };

    /// <summary>What a store keeps beside its numbers: of a beat its progress, of a phase its index, of a checkpoint who told it.</summary>
    public long? Steps =>
        Beat is { } beat ? beat.Progress
        : ToldBy != CheckpointTeller.Log ? (long)ToldBy
        : PhaseInfo?.Index;

    /// <summary>
    /// The same: of a beat its interval, of a phase its limit, of a checkpoint how much later (or earlier) it was told again.
    /// </summary>
    public double? Seconds =>
        Beat is { } beat ? beat.IntervalSeconds
        : ToldAgainAt is { } again ? (again - Timestamp).TotalSeconds
        : PhaseInfo?.TimeLimitSeconds;

    /// <summary>A checkpoint with what a store kept of its tellings.</summary>
    public SessionEvent WithTellings(long? steps, double? seconds) =>
        this with
        {
            ToldBy = (CheckpointTeller)(steps ?? 0),
            ToldAgainAt = seconds is { } later
                ? Timestamp.AddTicks((long)Math.Round(later * TimeSpan.TicksPerSecond))
                : null,
        };

    internal static string? Greater(string? a, string? b) =>
        string.CompareOrdinal(a, b) >= 0 ? a : b;
}

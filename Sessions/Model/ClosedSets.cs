using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>What an event in the feed says. A closed set: a bad value is refused with the field named.</summary>
[JsonConverter(typeof(WireNameConverter<EventType>))]
public enum EventType
{
    RunnerStart,
    RunnerEnd,
    PhaseStart,
    PhaseEnd,
    Checkpoint,
    Heartbeat,
    SummaryUpdated,
    Error,
    AutocorrectAttempt,

    /// <summary>A closed trade.</summary>
    Trade,

    /// <summary>Any other log record of the session.</summary>
    Log,
}

/// <summary>How loud an event is, in rising order.</summary>
[JsonConverter(typeof(WireNameConverter<EventLevel>))]
public enum EventLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>
/// How a session, a phase, a checkpoint or a retry stands; one set, so that one column holds them all.
/// The order is the order of gravity: where two signals disagree, the graver wins.
/// </summary>
[JsonConverter(typeof(WireNameConverter<EventStatus>))]
public enum EventStatus
{
    Running,
    Retrying,
    Pass,
    Success,
    Skipped,
    Warn,
    Cancelled,
    Timeout,
    Fail,
    Failed,
    Error,
}

/// <summary>How a session stands. <see cref="Running"/> until its end is known.</summary>
[JsonConverter(typeof(WireNameConverter<SessionStatus>))]
public enum SessionStatus
{
    Running,
    Success,
    Failed,
    Error,
    Timeout,
    Cancelled,
}

/// <summary>How a phase stands. <see cref="Running"/> until its end is known.</summary>
[JsonConverter(typeof(WireNameConverter<PhaseStatus>))]
public enum PhaseStatus
{
    Running,
    Success,
    Failed,
    Error,
    Timeout,
    Skipped,
}

/// <summary>The answer to "how is it doing": one of the running kinds or one of the ended ones.</summary>
[JsonConverter(typeof(WireNameConverter<VerdictKind>))]
public enum VerdictKind
{
    Running,
    Late,
    Lost,
    Hung,
    Recovering,
    TelemetryDown,
    Success,
    Failed,
    Error,
    Timeout,
    Cancelled,
}

/// <summary>Which signals told a checkpoint: a log event, a span event, or one of each.</summary>
public enum CheckpointTeller
{
    Log,
    Span,
    Both,
}

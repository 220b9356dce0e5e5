namespace Runner.Conventions;

// The names of conventions v1.1, in one place: compiled into Sessions and
// Runner.Telemetry (public, see ConventionsVisibility.cs). docs/conventions.md explains them to users.

/// <summary>Names of spans and span events.</summary>
static partial class SpanNames
{
    /// <summary>The root span: one session, one trace.</summary>
    public const string Session = "runner.session";

    /// <summary>The span event that records a checkpoint on its phase span.</summary>
    public const string Checkpoint = "runner.checkpoint";

    /// <summary>The span event of an exception, by the general semantic conventions; gives the reason for a failure.</summary>
    public const string Exception = "exception";
}

/// <summary>Values of <c>LogRecord.event_name</c>: the life-cycle moments, visible while they happen.</summary>
static partial class EventNames
{
    /// <summary>A session began.</summary>
    public const string SessionStart = "runner.session.start";

    /// <summary>A session ended; the last of its events.</summary>
    public const string SessionEnd = "runner.session.end";

    /// <summary>A run of a phase began.</summary>
    public const string PhaseStart = "runner.phase.start";

    /// <summary>A run of a phase ended.</summary>
    public const string PhaseEnd = "runner.phase.end";

    /// <summary>A check was made.</summary>
    public const string Checkpoint = "runner.checkpoint";

    /// <summary>New figures: a trade was closed, or whenever there are some.</summary>
    public const string Summary = "runner.summary";

    /// <summary>An exception ended a phase or a session.</summary>
    public const string Error = "runner.error";

    /// <summary>An attempt failed, or succeeded after failures.</summary>
    public const string Autocorrect = "runner.autocorrect";

    /// <summary>A closed trade (v1.1).</summary>
    public const string Trade = "runner.trade";
}

/// <summary>Attribute keys on spans, span events, log records and metric points.</summary>
static partial class AttributeNames
{
    /// <summary>string, on everything that belongs to a session.</summary>
    public const string SessionId = "session.id";

    /// <summary>string, session.</summary>
    public const string RunnerName = "runner.name";

    /// <summary>bool, session.</summary>
    public const string DryRun = "runner.dry_run";

    /// <summary>double, session, in units of <see cref="Currency"/>.</summary>
    public const string InitialCapital = "runner.initial_capital";

    /// <summary>string, session: any code, such as EUR, JPY, BTC; ISO 4217 where it has one.</summary>
    public const string Currency = "runner.currency";

    /// <summary>int, session: how many phases are planned.</summary>
    public const string PhaseCount = "runner.phase.count";

    /// <summary>string, session end: success, failed, error, timeout, cancelled.</summary>
    public const string SessionStatus = "runner.session.status";

    /// <summary>string, phase.</summary>
    public const string PhaseName = "runner.phase.name";

    /// <summary>int from 0, phase.</summary>
    public const string PhaseIndex = "runner.phase.index";

    /// <summary>int from 1, phase: which run of the phase it is, where it runs more than once. Then also on its checkpoints,
    /// log events and metric points (v1.1).</summary>
    public const string PhaseRun = "runner.phase.run";

    /// <summary>double, seconds, phase.</summary>
    public const string PhaseTimeLimit = "runner.phase.time_limit";

    /// <summary>string, phase end: success, failed, error, timeout, skipped.</summary>
    public const string PhaseStatus = "runner.phase.status";

    /// <summary>string, checkpoint: what was checked.</summary>
    public const string CheckpointName = "runner.checkpoint.name";

    /// <summary>string: pass, fail, warn.</summary>
    public const string CheckpointStatus = "runner.checkpoint.status";

    /// <summary>string, checkpoint: for people.</summary>
    public const string CheckpointMessage = "runner.checkpoint.message";

    /// <summary>int from 1, retry.</summary>
    public const string RetryAttempt = "runner.retry.attempt";

    /// <summary>int, retry.</summary>
    public const string RetryMax = "runner.retry.max";

    /// <summary>double, seconds until the next attempt.</summary>
    public const string RetryDelay = "runner.retry.delay";

    /// <summary>string, retry: why an attempt failed.</summary>
    public const string RetryReason = "runner.retry.reason";

    /// <summary>string: retrying, success, failed.</summary>
    public const string RetryResult = "runner.retry.result";

    /// <summary>string, low cardinality, on errors only.</summary>
    public const string ErrorType = "error.type";

    /// <summary>string, exception span events and <c>runner.error</c>.</summary>
    public const string ExceptionType = "exception.type";

    /// <summary>string, exception span events and <c>runner.error</c>.</summary>
    public const string ExceptionMessage = "exception.message";

    /// <summary>string, exception span events and <c>runner.error</c>.</summary>
    public const string ExceptionStacktrace = "exception.stacktrace";

    /// <summary>Prefix of a parameter's name, on the session's start; any type (v1.1).</summary>
    public const string ParameterPrefix = "runner.param.";

    /// <summary>string, session: when sessions are due, a cron expression of five fields (v1.1).</summary>
    public const string Schedule = "runner.schedule";

    /// <summary>string, session: IANA time zone of <see cref="Schedule"/>, UTC by default (v1.1).</summary>
    public const string ScheduleTimezone = "runner.schedule.timezone";

    /// <summary>double, seconds, session: how far apart the starts of two sessions are, in place of <see cref="Schedule"/>
    /// (v1.1).</summary>
    public const string Interval = "runner.interval";

    /// <summary>double, seconds, session: how late a session may start before it is overdue (v1.1).</summary>
    public const string ScheduleGrace = "runner.schedule.grace";

    /// <summary>string, trade (v1.1).</summary>
    public const string TradeId = "runner.trade.id";

    /// <summary>string, trade (v1.1).</summary>
    public const string TradeSymbol = "runner.trade.symbol";

    /// <summary>string, trade: long, short (v1.1).</summary>
    public const string TradeSide = "runner.trade.side";

    /// <summary>double, trade (v1.1).</summary>
    public const string TradeQuantity = "runner.trade.quantity";

    /// <summary>double, trade, in units of <see cref="Currency"/> (v1.1).</summary>
    public const string TradeEntryPrice = "runner.trade.entry_price";

    /// <summary>double, trade, in units of <see cref="Currency"/> (v1.1).</summary>
    public const string TradeExitPrice = "runner.trade.exit_price";

    /// <summary>string, trade, ISO 8601 (v1.1).</summary>
    public const string TradeEntryTime = "runner.trade.entry_time";

    /// <summary>string, trade, ISO 8601 (v1.1).</summary>
    public const string TradeExitTime = "runner.trade.exit_time";

    /// <summary>double, trade, after all costs, in units of <see cref="Currency"/> (v1.1).</summary>
    public const string TradePnl = "runner.trade.pnl";

    /// <summary>double, trade, in units of <see cref="Currency"/> (v1.1).</summary>
    public const string TradeFees = "runner.trade.fees";

    /// <summary>string, log record: the event's name where a sender cannot set the record's own field.</summary>
    public const string EventName = "event.name";

    /// <summary>string, log record: as <see cref="EventName"/>.</summary>
    public const string OtelEventName = "otel.event.name";

    /// <summary>string, resource: the runner's name where <see cref="RunnerName"/> is absent.</summary>
    public const string ServiceName = "service.name";
}

/// <summary>Names of instruments. All are gauges; every point carries session.id, and runner.phase.name except for those
/// of the session itself.</summary>
static partial class MetricNames
{
    /// <summary>int, {beat}: number of the newest beat, from 1.</summary>
    public const string Heartbeat = "runner.heartbeat";

    /// <summary>double, s: how often it beats.</summary>
    public const string HeartbeatInterval = "runner.heartbeat.interval";

    /// <summary>int, {step}: moves only when the work does; emitted from the first step on.</summary>
    public const string Progress = "runner.progress";

    /// <summary>int, {step}: where <see cref="Progress"/> ends (v1.1).</summary>
    public const string ProgressTotal = "runner.progress.total";

    /// <summary>double, {currency}: of the session; a point may do without a phase's name (v1.1).</summary>
    public const string Equity = "runner.equity";

    /// <summary>double, {currency}: of the session; a point may do without a phase's name (v1.1).</summary>
    public const string Pnl = "runner.pnl";

    /// <summary>int, {trade}: of this session and phase so far.</summary>
    public const string Trades = "runner.trades";

    /// <summary>int, {trade}.</summary>
    public const string Wins = "runner.wins";

    /// <summary>int, {trade}.</summary>
    public const string Losses = "runner.losses";
}

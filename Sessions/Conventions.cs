namespace Runner.Conventions;

// The names of conventions v1, in one place: compiled into Sessions (public, see ConventionsVisibility.cs)
// and into Runner.Telemetry. docs/conventions.md explains them to users.

/// <summary>Names of spans and span events.</summary>
static partial class SpanNames
{
    /// <summary>The root span: one session, one trace.</summary>
    public const string Session = "runner.session";

    /// <summary>The span event that records a checkpoint on its phase span.</summary>
    public const string Checkpoint = "runner.checkpoint";
}

/// <summary>Values of <c>LogRecord.event_name</c>: the life-cycle moments, visible while they happen.</summary>
static partial class EventNames
{
    public const string SessionStart = "runner.session.start";
    public const string SessionEnd = "runner.session.end";
    public const string PhaseStart = "runner.phase.start";
    public const string PhaseEnd = "runner.phase.end";
    public const string Checkpoint = "runner.checkpoint";
    public const string Summary = "runner.summary";
    public const string Error = "runner.error";
    public const string Autocorrect = "runner.autocorrect";
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

    /// <summary>string, session, ISO 4217.</summary>
    public const string Currency = "runner.currency";

    /// <summary>int, session: how many phases are planned.</summary>
    public const string PhaseCount = "runner.phase.count";

    /// <summary>string, session end: success, failed, error, timeout, cancelled.</summary>
    public const string SessionStatus = "runner.session.status";

    /// <summary>string, phase.</summary>
    public const string PhaseName = "runner.phase.name";

    /// <summary>int from 0, phase.</summary>
    public const string PhaseIndex = "runner.phase.index";

    /// <summary>double, seconds, phase.</summary>
    public const string PhaseTimeLimit = "runner.phase.time_limit";

    /// <summary>string, phase end: success, failed, error, timeout, skipped.</summary>
    public const string PhaseStatus = "runner.phase.status";

    public const string CheckpointName = "runner.checkpoint.name";

    /// <summary>string: pass, fail, warn.</summary>
    public const string CheckpointStatus = "runner.checkpoint.status";

    public const string CheckpointMessage = "runner.checkpoint.message";

    /// <summary>int from 1, retry.</summary>
    public const string RetryAttempt = "runner.retry.attempt";

    /// <summary>int, retry.</summary>
    public const string RetryMax = "runner.retry.max";

    /// <summary>double, seconds until the next attempt.</summary>
    public const string RetryDelay = "runner.retry.delay";

    public const string RetryReason = "runner.retry.reason";

    /// <summary>string: retrying, success, failed.</summary>
    public const string RetryResult = "runner.retry.result";

    /// <summary>string, low cardinality, on errors only.</summary>
    public const string ErrorType = "error.type";
}

/// <summary>Names of instruments. All are gauges; every point carries session.id and runner.phase.name.</summary>
static partial class MetricNames
{
    /// <summary>int, {beat}: number of the newest beat, from 1.</summary>
    public const string Heartbeat = "runner.heartbeat";

    /// <summary>double, s: how often it beats.</summary>
    public const string HeartbeatInterval = "runner.heartbeat.interval";

    /// <summary>int, {step}: moves only when the work does.</summary>
    public const string Progress = "runner.progress";

    /// <summary>double, {currency}.</summary>
    public const string Equity = "runner.equity";

    /// <summary>double, {currency}.</summary>
    public const string Pnl = "runner.pnl";

    /// <summary>int, {trade}: of this session and phase so far.</summary>
    public const string Trades = "runner.trades";

    /// <summary>int, {trade}.</summary>
    public const string Wins = "runner.wins";

    /// <summary>int, {trade}.</summary>
    public const string Losses = "runner.losses";
}

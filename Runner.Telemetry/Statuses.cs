namespace Runner.Telemetry;

/// <summary>How a session ended.</summary>
enum SessionStatus
{
    Success,
    Failed,
    Error,
    Timeout,
    Cancelled,
}

/// <summary>How a phase ended. One that a cancellation cut short has <see cref="Failed"/>.</summary>
enum PhaseStatus
{
    Success,
    Failed,
    Error,
    Timeout,
    Skipped,
}

/// <summary>What a check found.</summary>
public enum CheckpointStatus
{
    /// <summary>It holds.</summary>
    Pass,

    /// <summary>It does not hold.</summary>
    Fail,

    /// <summary>It holds, but somebody should look.</summary>
    Warn,
}

/// <summary>How one attempt of a retry went.</summary>
public enum RetryResult
{
    /// <summary>The attempt failed and another follows.</summary>
    Retrying,

    /// <summary>The attempt succeeded after earlier ones had failed.</summary>
    Success,

    /// <summary>The last attempt failed.</summary>
    Failed,
}

/// <summary>The statuses as the conventions spell them.</summary>
static class StatusNames
{
    public static string Of(SessionStatus status) =>
        status switch
        {
            SessionStatus.Success => "success",
            SessionStatus.Failed => "failed",
            SessionStatus.Error => "error",
            SessionStatus.Timeout => "timeout",
            SessionStatus.Cancelled => "cancelled",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    public static string Of(PhaseStatus status) =>
        status switch
        {
            PhaseStatus.Success => "success",
            PhaseStatus.Failed => "failed",
            PhaseStatus.Error => "error",
            PhaseStatus.Timeout => "timeout",
            PhaseStatus.Skipped => "skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    public static string Of(CheckpointStatus status) =>
        status switch
        {
            CheckpointStatus.Pass => "pass",
            CheckpointStatus.Fail => "fail",
            CheckpointStatus.Warn => "warn",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    public static string Of(RetryResult result) =>
        result switch
        {
            RetryResult.Retrying => "retrying",
            RetryResult.Success => "success",
            RetryResult.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
        };
}

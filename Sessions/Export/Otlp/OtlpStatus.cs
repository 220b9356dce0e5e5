using Runner.Conventions;

namespace Sessions;

/// <summary>An event's status as the conventions' attribute for its type, out of that attribute's closed set.</summary>
internal static class OtlpStatus
{
    /// <returns>Null for types that have no status, and where none is stated.</returns>
    public static (string Key, string Status)? Of(SessionEvent e) =>
        (e.Type, e.Status) switch
        {
            (_, null) => null,
            (EventType.RunnerEnd, var status) => (AttributeNames.SessionStatus, Session(status)),
            (EventType.PhaseEnd, var status) => (AttributeNames.PhaseStatus, Phase(status)),
            (EventType.Checkpoint, var status) => (
                AttributeNames.CheckpointStatus,
                Checkpoint(status)
            ),
            (EventType.AutocorrectAttempt, var status) => (
                AttributeNames.RetryResult,
                Retry(status)
            ),
            _ => null,
        };

    private static string Session(EventStatus? status) =>
        status switch
        {
            EventStatus.Fail or EventStatus.Failed => "failed",
            EventStatus.Error => "error",
            EventStatus.Timeout => "timeout",
            EventStatus.Cancelled => "cancelled",
            _ => "success",
        };

    private static string Phase(EventStatus? status) =>
        status switch
        {
            EventStatus.Fail or EventStatus.Failed => "failed",
            EventStatus.Error => "error",
            EventStatus.Timeout or EventStatus.Cancelled => "timeout",
            EventStatus.Skipped => "skipped",
            _ => "success",
        };

    private static string Checkpoint(EventStatus? status) =>
        status switch
        {
            EventStatus.Fail or EventStatus.Failed or EventStatus.Error or EventStatus.Timeout =>
                "fail",
            EventStatus.Warn => "warn",
            _ => "pass",
        };

    private static string Retry(EventStatus? status) =>
        status switch
        {
            EventStatus.Success or EventStatus.Pass => "success",
            EventStatus.Fail or EventStatus.Failed or EventStatus.Error or EventStatus.Timeout =>
                "failed",
            _ => "retrying",
        };
}

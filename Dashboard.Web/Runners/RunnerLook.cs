using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>How a runner's state looks: as a session's verdict where a session says it best.</summary>
internal static class RunnerLook
{
    public static VerdictLook Of(RunnerStatus status) =>
        status.State switch
        {
            RunnerState.Running => VerdictLook.Of(status.CurrentVerdict!.Kind),
            RunnerState.Overdue => new VerdictLook("Overdue", "◷", "bad"),
            RunnerState.Failing => new VerdictLook("Failing", "✕", "bad"),
            _ when status.IsRetired => new VerdictLook("Idle", "○", "idle"),
            _ => new VerdictLook("Idle", "✓", status.Outcomes[0].IsGood ? "ok" : "idle"),
        };

    /// <summary>What a person looks for comes first.</summary>
    public static int Rank(RunnerStatus status) =>
        status switch
        {
            { State: RunnerState.Overdue or RunnerState.Failing } => 0,
            { IsHealthy: false } => 1,
            { State: RunnerState.Running } => 2,
            { IsRetired: false } => 3,
            _ => 4,
        };
}

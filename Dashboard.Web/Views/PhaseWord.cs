using Sessions;

namespace Dashboard.Web.Views;

/// <summary>How a phase stands, in the one word that the page and the API use.</summary>
internal static class PhaseWord
{
    public const string NotStarted = "not started";

    public const string Running = "running";

    /// <summary>It was open when its session ended, or when another process went on with it.</summary>
    public const string CutOff = "cut off";

    public static string Of(SessionState session, PhaseState phase) =>
        phase.RunCount == 0 ? NotStarted
        : phase is { OpenRun: null, LatestRun.CutOffAt: not null } ? CutOff
        : phase.OpenRun is null ? WireName.Of(phase.Status)
        : session.HasEnded ? CutOff
        : Running;
}

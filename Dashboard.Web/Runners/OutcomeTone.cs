using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>The colour of a session in a runner's history: what goes on well is not yet a success.</summary>
internal static class OutcomeTone
{
    public static string Of(VerdictKind kind) =>
        kind is VerdictKind.Running or VerdictKind.Recovering ? "info" : VerdictLook.Of(kind).Tone;
}

using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Incidents;

/// <summary>How an incident looks: as the verdict that it is of, where it is of one.</summary>
internal static class IncidentLook
{
    public static VerdictLook Of(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Overdue => new VerdictLook("Overdue", "◷", "bad"),
            IncidentKind.CheckFailed => new VerdictLook("Check failed", "✕", "bad"),
            IncidentKind.Figure => new VerdictLook("Limit", "!", "warn"),
            IncidentKind.Finished => new VerdictLook("Finished", "✓", "ok"),
            _ => VerdictLook.Of(
                WireName.TryParse(WireName.Of(kind), out VerdictKind verdict)
                    ? verdict
                    : VerdictKind.Error
            ),
        };

    /// <summary>Why nobody was told.</summary>
    public static string Of(IncidentSilence silence) =>
        silence switch
        {
            IncidentSilence.Flapping => "nobody: it opens again and again",
            IncidentSilence.Old => "nobody: it was old already",
            _ => "nobody: no rule matches",
        };

    /// <summary>How far a message is.</summary>
    public static VerdictLook Of(IncidentDelivery message) =>
        message switch
        {
            { State: DeliveryState.Delivered } => new("told", "✓", "ok"),
            { State: DeliveryState.GivenUp } => new("given up", "✕", "bad"),
            { State: DeliveryState.Held } => new("after quiet hours", "◔", "idle"),
            { State: DeliveryState.Summarised } => new("in a summary", "≡", "idle"),
            { Attempts: > 0 } => new("retrying", "↻", "warn"),
            _ => new("on its way", "…", "info"),
        };
}

using Sessions;

namespace Dashboard.Web.Shell;

/// <summary>How a verdict looks: a word, a sign and a tone, the same wherever it is shown; never by colour alone.</summary>
/// <param name="Word">For example <c>Hung</c>.</param>
/// <param name="Sign">A single character, told (U+FE0E) to be text and not a coloured picture.</param>
/// <param name="Tone">The class that colours it: <c>ok</c>, <c>warn</c>, <c>bad</c>, <c>info</c> or <c>idle</c>.</param>
internal sealed record VerdictLook(string Word, string Sign, string Tone)
{
    public static VerdictLook Of(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Running => new("Running", "▶\uFE0E", "ok"),
            VerdictKind.Late => new("Late", "◔", "warn"),
            VerdictKind.Lost => new("Lost", "✕", "bad"),
            VerdictKind.Hung => new("Hung", "‖", "warn"),
            VerdictKind.Recovering => new("Recovering", "↻", "info"),
            VerdictKind.TelemetryDown => new("Telemetry down", "⚡\uFE0E", "warn"),
            VerdictKind.Success => new("Success", "✓", "ok"),
            VerdictKind.Failed => new("Failed", "✕", "bad"),
            VerdictKind.Error => new("Error", "!", "bad"),
            VerdictKind.Timeout => new("Timeout", "◷", "bad"),
            _ => new("Cancelled", "◼\uFE0E", "idle"),
        };
}

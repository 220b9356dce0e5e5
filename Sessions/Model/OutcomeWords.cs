using System.Text.RegularExpressions;

namespace Sessions;

/// <summary>
/// What the message of an end says beside the outcome, which the end states already: <c>Session ended: failed</c> is no
/// reason, and of <c>backup: failed after 3.2 s: no bucket</c> the reason is <c>no bucket</c>.
/// </summary>
internal static partial class OutcomeWords
{
    private static readonly HashSet<string> Outcome = new(
        (
            "session phase run runner job task process execution step "
            + "the a an is was has have been with in of at its status state result outcome "
            + "end ended ends finish finished done complete completed stop stopped exit exited "
            + "fail failed failing failure error errored timeout timed out cancelled canceled "
            + "aborted unsuccessful unsuccessfully success successful skipped"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <param name="message">Of an end or an error; null for none.</param>
    /// <param name="phase">The phase that it speaks of, which its message may name.</param>
    /// <returns>Null when nothing is left.</returns>
    public static string? RestOf(string? message, string? phase)
    {
        if (message is null)
        {
            return null;
        }

        var rest = Prefix().Replace(message.Trim(), "");
        var names = Words().Matches(phase ?? "").Select(word => word.Value);
        var isOutcome = Words()
            .Matches(rest)
            .All(word =>
                Outcome.Contains(word.Value)
                || names.Contains(word.Value, StringComparer.OrdinalIgnoreCase)
            );
        return rest.Length == 0 || isOutcome ? null : rest;
    }

    // As the runner's library writes it.
    [GeneratedRegex(
        @"^[^:\n]{1,256}: (success|failed|error|timeout|cancelled|skipped) after [\d.,]+ s(: |$)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Prefix();

    [GeneratedRegex(@"[^\W_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}

using System.Globalization;

namespace Sessions;

/// <summary>How a session is doing, in one word and one sentence that a person can act on.</summary>
/// <param name="Kind">The word.</param>
/// <param name="Template">The sentence; <c>{since}</c> stands where <see cref="Since"/> is to be shown in the reader's own time.</param>
/// <param name="Since">Since when it is so, UTC.</param>
public sealed partial record Verdict(VerdictKind Kind, string Template, DateTimeOffset? Since)
{
    /// <summary>The sentence with its time in UTC.</summary>
    public string Sentence =>
        Since is { } since
            ? Template.Replace(
                "{since}",
                since.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
            : Template;

    /// <summary>Whether a monitor should stay green: running well, recovering, or ended in success.</summary>
    public bool IsHealthy =>
        Kind is VerdictKind.Running or VerdictKind.Recovering or VerdictKind.Success;

    /// <summary>Whether the session has an end.</summary>
    public bool IsFinal => Kind >= VerdictKind.Success;
}

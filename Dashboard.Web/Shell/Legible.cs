namespace Dashboard.Web.Shell;

/// <summary>Text of a runner inside a sentence of ours.</summary>
internal static class Legible
{
    /// <summary>
    /// Leaves out the invisible characters that turn the direction of writing (U+202A to U+202E, U+2066 to U+2069): in the
    /// middle of a sentence they would turn all that follows.
    /// </summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u202A', '\u2069') < 0
            ? text
            : string.Concat(
                text.Where(c =>
                    c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                )
            );
}

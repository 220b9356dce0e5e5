using System.Text.RegularExpressions;

namespace Dashboard.Web.Live;

/// <summary>Durations that a page counts by itself differ in every rendering, but are no change.</summary>
internal static partial class TickingText
{
    public static bool IsSame(string html, string? other) =>
        other is not null && Without(html) == Without(other);

    private static string Without(string html) => Durations().Replace(html, "$1");

    [GeneratedRegex("(<span [^>]*data-(?:since|until)=\"[^\"]*\"[^>]*>)[^<]*")]
    private static partial Regex Durations();
}

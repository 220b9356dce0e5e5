using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Links of the documents lead to files and headings that are there.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(Solution.Root, "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Solution.Root, file).Replace('\\', '/'))
                .Where(file =>
                    !file.Split('/')
                        .Any(part => part is "bin" or "obj" or "node_modules" or "artifacts")
                ),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_of_a_document_hold(string document)
    {
        var text = Code().Replace(File.ReadAllText(Path.Combine(Solution.Root, document)), "");
        var folder = Path.GetDirectoryName(Path.Combine(Solution.Root, document))!;
        var broken = Link()
            .Matches(text)
            .Select(link => link.Groups["target"].Value)
            .Where(target =>
                !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith("mailto:", StringComparison.Ordinal)
            )
            .Where(target => !Holds(document, folder, target));

        Assert.Empty(broken);
    }

    private static bool Holds(string document, string folder, string target)
    {
        var parts = target.Split('#', 2);
        var file =
            parts[0].Length == 0
                ? Path.Combine(Solution.Root, document)
                : Path.Combine(folder, parts[0]);
        return parts.Length == 1
            ? File.Exists(file) || Directory.Exists(file)
            : File.Exists(file)
                && Headings(File.ReadAllText(file)).Contains(parts[1], StringComparer.Ordinal);
    }

    /// <summary>As repository hosts name them: lower case, hyphens for spaces, no punctuation.</summary>
    private static IEnumerable<string> Headings(string text) =>
        Heading()
            .Matches(text)
            .Select(heading =>
                Punctuation()
                    .Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "")
                    .Replace(' ', '-')
            );

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}

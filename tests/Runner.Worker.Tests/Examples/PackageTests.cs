using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Runner.Worker.Tests.Pipeline;

namespace Runner.Worker.Tests.Examples;

/// <summary>What is in the package, and what its page says.</summary>
public sealed partial class PackageTests(PackagedExamples examples)
{
    static readonly string Readme = File.ReadAllText(
        Path.Combine(ChildProcess.Root, "Runner.Telemetry", "README.md")
    );

    [Fact]
    public async Task The_package_has_both_frameworks_documentation_readme_licence_and_symbols()
    {
        var files = await examples.PackagesAsync();
        using var package = ZipFile.OpenRead(
            Assert.Single(files, f => f.EndsWith(".nupkg", StringComparison.Ordinal))
        );
        var entries = package.Entries.Select(e => e.FullName).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "lib/net8.0/Runner.Telemetry.dll",
                "lib/net8.0/Runner.Telemetry.xml",
                "lib/net10.0/Runner.Telemetry.dll",
                "lib/net10.0/Runner.Telemetry.xml",
            },
            entries
        );
        using var manifest = package.GetEntry("Runner.Telemetry.nuspec")!.Open();
        var values = XDocument
            .Load(manifest)
            .Descendants()
            .ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("MIT", values["license"].Single());
        Assert.Equal("README.md", values["readme"].Single());

        using var symbols = ZipFile.OpenRead(
            Assert.Single(files, f => f.EndsWith(".snupkg", StringComparison.Ordinal))
        );
        Assert.Contains(symbols.Entries, e => e.FullName == "lib/net8.0/Runner.Telemetry.pdb");
        Assert.Contains(symbols.Entries, e => e.FullName == "lib/net10.0/Runner.Telemetry.pdb");
    }

    [Fact]
    public async Task A_program_for_NET_8_builds_on_the_package() =>
        Assert.True(File.Exists(await examples.BuildAsync("csharp-runner", "net8.0")));

    [Fact]
    public void Every_program_on_the_page_is_one_of_the_examples()
    {
        var programs = Directory
            .EnumerateDirectories(Path.Combine(ChildProcess.Root, "examples"), "csharp-*")
            .Select(folder => Plain(File.ReadAllText(Path.Combine(folder, "Program.cs"))))
            .ToList();
        var shown = CodeBlock()
            .Matches(Readme)
            .Select(block => block.Groups[1].Value)
            .Where(code => !code.StartsWith("builder.", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(6, shown.Count);
        Assert.All(
            shown,
            code =>
                Assert.Contains(programs, p => p.Contains(Plain(code), StringComparison.Ordinal))
        );
    }

    [Fact]
    public void The_page_has_no_link_that_leads_nowhere_outside_of_the_repository() =>
        Assert.All(
            Link().Matches(Readme).Select(link => link.Groups[1].Value),
            target => Assert.StartsWith("https://", target, StringComparison.Ordinal)
        );

    /// <summary>The page breaks lines where it reads well, the formatter where it likes.</summary>
    static string Plain(string code) =>
        Space().Replace(code, "").Replace(",)", ")").Replace(",}", "}");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

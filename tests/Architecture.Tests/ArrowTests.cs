namespace Architecture.Tests;

/// <summary>The arrows between rooms; those that are not listed here must not exist.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Engines = ["Sessions.Sqlite", "Sessions.ClickHouse"];

    public static TheoryData<string, string[]> Allowed =>
        new()
        {
            { "Sessions", [] },
            { "Sessions.Sqlite", ["Sessions"] },
            { "Sessions.ClickHouse", ["Sessions"] },
            { "ServiceDefaults", [] },
            { "Runner.Telemetry", [] },
            { "Runner.Worker", ["Runner.Telemetry", "ServiceDefaults"] },
            { "Collector", ["Sessions", "ServiceDefaults", .. Engines] },
            { "Dashboard.Web", ["Sessions", "ServiceDefaults", .. Engines] },
            { "Alerts", ["Sessions", "ServiceDefaults", .. Engines] },
            { "AppHost", ["Alerts", "Collector", "Dashboard.Web", "Runner.Worker"] },
        };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_room_references_only_what_the_design_allows(string project, string[] allowed)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Solution.Root, project)),
            $"{project} does not exist yet"
        );
        Assert.Empty(Solution.ReferencesOf(project).Except(allowed));
    }

    [Fact]
    public void Sessions_knows_no_web_framework_and_no_wire_types()
    {
        string[] foreign =
        [
            "Microsoft.AspNetCore",
            "OpenTelemetry",
            "Google.Protobuf",
            "Microsoft.Data.Sqlite",
        ];
        Assert.Empty(Mentions("Sessions", foreign));
    }

    private static IEnumerable<string> Mentions(string folder, string[] words) =>
        from file in Solution.SourcesBelow(folder)
        let text = File.ReadAllText(file)
        from word in words
        where text.Contains(word, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Solution.Root, file)}: {word}";
}

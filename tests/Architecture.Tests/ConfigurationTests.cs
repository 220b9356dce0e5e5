using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary><c>docs/configuration.md</c> has every key that a service or the runner's library reads.</summary>
public partial class ConfigurationTests
{
    private static readonly string Page = Path.Combine(Solution.Root, "docs", "configuration.md");

    private static readonly string[] Services =
    [
        "Alerts",
        "AppHost",
        "Collector",
        "Dashboard.Web",
        "Runner.Telemetry",
        "Runner.Worker",
        "ServiceDefaults",
        "Sessions.ClickHouse",
        "Sessions.Sqlite",
    ];

    /// <summary>Classes that a section of the configuration is bound to.</summary>
    public static TheoryData<string, string, string> Options =>
        new()
        {
            { "Collector/Receive/ReceiveOptions.cs", "ReceiveOptions", "Receive" },
            { "Collector/Write/WriteOptions.cs", "WriteOptions", "Write" },
            { "Collector/Forward/ForwardOptions.cs", "ForwardOptions", "Forward" },
            { "Alerts/Configuration/AlertOptions.cs", "AlertOptions", "Alerts" },
            { "Runner.Worker/Settings/RunnerSettings.cs", "RunnerSettings", "Runner" },
        };

    [Theory]
    [MemberData(nameof(Options))]
    public void The_table_of_a_section_is_the_one_that_its_class_gives(
        string file,
        string type,
        string section
    )
    {
        var table = OptionTables.Of(file, type, section);
        var page = File.ReadAllText(Page);
        var start = page.IndexOf($"| `{section}:", StringComparison.Ordinal);
        var end = start < 0 ? -1 : page.IndexOf("\n\n", start, StringComparison.Ordinal);
        Assert.True(
            start >= 0 && end > start && table.EndsWith(page[start..end], StringComparison.Ordinal),
            $"docs/configuration.md should hold this table:\n\n{table}\n"
        );
    }

    [Fact]
    public void Every_section_that_is_bound_has_a_table()
    {
        var bound = Services
            .SelectMany(Solution.SourcesBelow)
            .SelectMany(file =>
                Bound()
                    .Matches(File.ReadAllText(file))
                    .Select(match => match.Groups["section"].Value)
            )
            .ToHashSet(StringComparer.Ordinal);
        var tables = Options.Select(row => row.Data.Item3);
        Assert.NotEmpty(bound);
        Assert.Empty(bound.Except(tables));
    }

    [Fact]
    public void Every_key_that_is_read_by_its_name_is_on_the_page()
    {
        var page = File.ReadAllText(Page);
        var keys = Services
            .SelectMany(Solution.SourcesBelow)
            .SelectMany(file => KeysOf(File.ReadAllText(file)))
            // Handed over by Aspire, not set by people.
            .Where(key => !key.StartsWith("services:", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Assert.Contains("Store:MaxAge", keys);
        Assert.Contains("Dashboard:Token", keys);
        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(string source)
    {
        foreach (Match read in Read().Matches(source))
        {
            if (read.Groups["key"].Success)
            {
                yield return read.Groups["key"].Value;
                continue;
            }

            // By a constant of the same file.
            var name = read.Groups["name"].Value;
            var constant = Regex.Match(source, $"""const string {name} = "(?<key>[^"]+)";""");
            if (constant.Success)
            {
                yield return constant.Groups["key"].Value;
            }
        }
    }

    [GeneratedRegex(
        """[cC]onfiguration(?:\[|\.GetValue<\w+\??>\()(?:"(?<key>[^"]+)"|(?<name>\w+))"""
    )]
    private static partial Regex Read();

    [GeneratedRegex("""GetSection\("(?<section>\w+)"\)\s*\.Get<""")]
    private static partial Regex Bound();
}

using System.Text.RegularExpressions;
using Alerts.Commands;
using Alerts.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sessions;

namespace Alerts.Tests;

/// <summary>
/// The recipes of <c>docs/alerts.md</c> as they are written there; only the receivers' addresses are those of receivers
/// that run here.
/// </summary>
public sealed partial class RecipeTests : IAsyncLifetime
{
    private readonly string _folder = Path.GetDirectoryName(Given.TempFile())!;
    private Receiver _receiver = null!;
    private MailServer _mail = null!;

    public static TheoryData<string, string> Recipes =>
        new()
        {
            { "Mail me when the backup did not run", "mail" },
            { "Slack, Teams, Discord", "team" },
            { "On the phone, with ntfy", "phone" },
            { "Alertmanager", "am" },
            { "A program of your own", "hook" },
        };

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _mail = await MailServer.StartAsync(password: "secret");
    }

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task A_recipe_sends_its_test_message(string heading, string channel)
    {
        var recipe = Below($"### {heading}");
        Assert.Contains($"-- test {channel}\n", recipe, StringComparison.Ordinal);
        await using var app = Build(recipe, channel);
        await using var console = new StringWriter();

        var code = await AlertCommands.TryRunAsync(["test", channel], app.Services, console);

        Assert.Equal((0, $"{channel}: delivered."), (code, console.ToString().Trim()));
        Assert.Equal(1, _receiver.Requests.Count + _mail.Mails.Count);
    }

    [Fact]
    public async Task The_rule_of_the_backup_tells_the_mailbox_of_missed_starts_alone()
    {
        await using var app = Build(Below("### Mail me when the backup did not run"), "mail");
        var rules = app.Services.GetRequiredService<Rules>();

        Assert.Single(rules.For(Matter(IncidentKind.Overdue, "nightly-backup")));
        Assert.Empty(rules.For(Matter(IncidentKind.Failed, "nightly-backup")));
        Assert.Empty(rules.For(Matter(IncidentKind.Overdue, "import")));
    }

    [Theory]
    [InlineData("## The night's report")]
    [InlineData("## Quiet hours")]
    [InlineData("## A dead man's switch")]
    [InlineData("## Rules")]
    public async Task What_is_added_to_a_recipe_can_be_meant(string heading)
    {
        await using var app = Build(
            Below("### On the phone, with ntfy")
                + Below("### Slack, Teams, Discord")
                + Below(heading),
            "phone",
            "team"
        );

        Assert.NotNull(app.Services.GetRequiredService<Rules>());
    }

    private static Matter Matter(IncidentKind kind, string runner) =>
        new(kind, runner, TimeSpan.Zero);

    private WebApplication Build(string recipe, params string[] channels) =>
        AlertSite.Build([
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:sessions=Data Source={Path.Combine(_folder, "sessions.db")}",
            .. Export()
                .Matches(recipe)
                .Select(line =>
                    $"--{line.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal)}={Here(line.Groups["value"].Value.Trim('"'))}"
                ),
            .. channels.Select(channel => $"--Alerts:Channels:{channel}:AllowPrivateAddress=true"),
            .. channels is ["mail"]
                ? (string[])
                    [
                        $"--Alerts:Channels:mail:Port={_mail.Port}",
                        "--Alerts:Channels:mail:Tls=false",
                    ]
                : [],
        ]);

    /// <summary>The same on this machine, and a secret in place of the dots.</summary>
    private string Here(string value) =>
        value.StartsWith("http", StringComparison.Ordinal)
            ? _receiver.Url + new Uri(value).AbsolutePath.TrimEnd('/')
        : value == "smtp.example.org" ? "127.0.0.1"
        : value == "…" ? "secret"
        : value;

    /// <summary>The code blocks of a section.</summary>
    private static string Below(string heading)
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Files", "alerts.md"));
        var start = page.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/alerts.md has no section '{heading}'.");
        var section = page[(start + heading.Length + 2)..];
        var end = section.IndexOf("\n##", StringComparison.Ordinal);
        return string.Concat(
            Code().Matches(end < 0 ? section : section[..end]).Select(code => code.Groups[1].Value)
        );
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^export (?<key>[A-Za-z_0-9]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Export();
}

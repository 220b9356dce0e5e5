using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>Rules choose, and say what is wrong with them.</summary>
public sealed class RuleTests : WatchedStore
{
    [Fact]
    public async Task A_rule_chooses_by_label_of_environment_and_parameters()
    {
        Options.Rules.Add(
            new RuleOptions
            {
                Labels = ["deployment.environment.name=prod*", "region=eu"],
                Channels = ["one"],
            }
        );
        await LookAsync();
        await StartAsync("a", "production", "eu");
        await StartAsync("b", "production", "us");
        await StartAsync("c", "staging", "eu");
        foreach (var id in (string[])["a", "b", "c"])
        {
            await RunAsync(id, id, EventStatus.Failed, "disk full", minutes: 0);
        }

        await LookAsync();

        Assert.Equal("a failed", Assert.Single(Told()).Title);
    }

    [Fact]
    public async Task A_rule_chooses_by_the_phase_that_failed()
    {
        Options.Rules.Add(new RuleOptions { Phase = "upload*", Channels = ["one"] });
        await LookAsync();
        foreach (var phase in (string[])["dump", "upload_phase"])
        {
            await RunAsync(phase, phase, null);
            await SayAsync(
                new SessionEvent
                {
                    SessionId = phase,
                    Type = EventType.PhaseStart,
                    Timestamp = Now,
                    Phase = phase,
                }
            );
            await RunAsync(phase, phase, EventStatus.Failed, "disk full");
        }

        await LookAsync();

        Assert.Equal("upload_phase failed", Assert.Single(Told()).Title);
    }

    [Fact]
    public async Task A_rule_that_asks_for_time_tells_later_what_another_told_at_once()
    {
        Options.Rules.Add(new RuleOptions { Channels = ["one"] });
        Options.Rules.Add(new RuleOptions { Channels = ["two"], AfterSeconds = 600 });
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await LookAsync();
        Assert.Single(Told("one"));
        Assert.Empty(Told("two"));

        Time.Advance(TimeSpan.FromMinutes(11));
        await LookAsync();
        await LookAsync();

        Assert.Empty(Told("one"));
        Assert.Equal("backup failed", Assert.Single(Told("two")).Title);
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("two")).Event);
    }

    [Fact]
    public async Task What_is_over_before_the_time_of_a_rule_is_not_told_by_it()
    {
        Options.Rules.Add(new RuleOptions { Channels = ["one"], AfterSeconds = 600 });
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await LookAsync();
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();
        Time.Advance(TimeSpan.FromMinutes(30));
        await LookAsync();

        Assert.Empty(Told());
    }

    [Theory]
    [InlineData("Kinds", "sad", "failed")]
    [InlineData("Channels", "nobody", "Alerts:Channels:nobody")]
    [InlineData("Labels", "region", "name=value")]
    public void A_rule_that_cannot_be_meant_is_named_with_what_to_write(
        string setting,
        string value,
        string fix
    )
    {
        var rule = new RuleOptions();
        (
            setting switch
            {
                "Kinds" => rule.Kinds,
                "Channels" => rule.Channels,
                _ => rule.Labels,
            }
        ).Add(value);

        AssertRefused(rule, $"Alerts:Rules:0:{setting}", fix);
    }

    [Fact]
    public void A_limit_that_cannot_be_meant_is_named_with_what_to_write()
    {
        AssertRefused(new RuleOptions { Figure = "rows" }, "Alerts:Rules:0:Figure", "Above");
        AssertRefused(new RuleOptions { Above = 1 }, "Alerts:Rules:0", "Alerts:Rules:0:Figure");
        AssertRefused(new RuleOptions { Kinds = ["figure"] }, "Alerts:Rules:0:Kinds", "Figure");
        AssertRefused(
            new RuleOptions
            {
                Figure = "rows",
                Above = 1,
                Below = 2,
            },
            "Alerts:Rules:0:Above",
            "two rules"
        );
        AssertRefused(
            new RuleOptions
            {
                Figure = "rows",
                Above = 1,
                Kinds = ["failed"],
            },
            "Alerts:Rules:0:Kinds",
            "another rule"
        );
        AssertRefused(new RuleOptions { AfterSeconds = -1 }, "Alerts:Rules:0:AfterSeconds", "0");
    }

    [Fact]
    public void Times_that_cannot_be_meant_are_named_with_what_to_write()
    {
        AssertRefused(one => one.TimeZone = "Mars", "TimeZone", "Europe/Berlin");
        AssertRefused(one => one.QuietHours = "22-7", "QuietHours", "22:00-07:00");
        AssertRefused(one => one.QuietHours = "07:00-07:00", "QuietHours", "22:00-07:00");
        AssertRefused(one => one.Digest = "at seven", "Digest", "0 7 * * *");
        AssertRefused(one => one.DigestAlways = true, "DigestAlways", "Digest");
        AssertRefused(
            one => (one.Type, one.QuietHours) = ("alertmanager", "22:00-07:00"),
            "QuietHours",
            "Alertmanager"
        );
    }

    private static void AssertRefused(Action<ChannelOptions> wrong, string key, string fix)
    {
        var channel = Given.To("webhook", "http://x");
        wrong(channel);
        AssertRefused(
            new AlertOptions { Channels = { ["one"] = channel } },
            $"Alerts:Channels:one:{key}",
            fix
        );
    }

    private static void AssertRefused(RuleOptions rule, string key, string fix) =>
        AssertRefused(
            new AlertOptions
            {
                Channels = { ["one"] = Given.To("webhook", "http://x") },
                Rules = { rule },
            },
            key,
            fix
        );

    private static void AssertRefused(AlertOptions options, string key, string fix)
    {
        var problem = Assert.ThrowsAny<Exception>(() => new Rules(options));
        Assert.Contains(key, problem.Message, StringComparison.Ordinal);
        Assert.Contains(fix, problem.Message, StringComparison.Ordinal);
    }

    private Task StartAsync(string runner, string environment, string region) =>
        SayAsync(
            new SessionEvent
            {
                SessionId = runner,
                Type = EventType.RunnerStart,
                Timestamp = Now,
                Session = new SessionHeader { RunnerName = runner },
                Run = new RunFacts(
                    $$"""{"region":"{{region}}"}""",
                    $$"""{"deployment.environment.name":"{{environment}}"}"""
                ),
            }
        );
}

using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>In quiet hours messages wait; afterwards what waited is summarised, once.</summary>
public sealed class QuietHoursTests : WatchedStore
{
    /// <summary>13:00 to 22:00 in Berlin, which is an hour ahead in winter: noon UTC is just within.</summary>
    private const string Hours = "13:00-22:00";

    [Fact]
    public async Task What_waited_is_one_message_afterwards_and_other_channels_are_told_at_once()
    {
        Quieten();
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await RunAsync("mailer", "m", EventStatus.Error, "mailbox full");
        await LookAsync();
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();
        Assert.Empty(Told("one"));
        Assert.Equal(3, Told("two").Count);
        RestartAlerter();

        Time.Advance(TimeSpan.FromHours(9));
        await LookAsync();
        await LookAsync();

        var summary = Assert.Single(Told("one"));
        Assert.Equal(IncidentEvent.Summary, summary.Event);
        Assert.Equal("In quiet hours: 2 matters, 1 not over", summary.Title);
        var lines = summary.Text.Split('\n');
        Assert.Contains("backup failed: Failed after 1m 0s: disk full", lines[0]);
        Assert.EndsWith("backup recovered after 2m 0s.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("13:0", lines[1], StringComparison.Ordinal);
        Assert.Contains("mailer stopped by an error", lines[1], StringComparison.Ordinal);
        Assert.Empty(Told("two"));
        // The end of what the summary told of is told.
        await RunAsync("mailer", "n", EventStatus.Success);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
    }

    [Fact]
    public async Task One_message_that_waited_is_sent_as_it_is()
    {
        Quieten();
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await LookAsync();
        Assert.Empty(Told());

        Time.Advance(TimeSpan.FromHours(9));
        await LookAsync();
        await LookAsync();

        Assert.Equal("backup failed", Assert.Single(Told()).Title);
    }

    [Fact]
    public async Task A_rule_may_tell_also_in_quiet_hours()
    {
        Quieten();
        Options.Rules.Add(new RuleOptions { Runner = "backup", IgnoreQuietHours = true });
        Options.Rules.Add(new RuleOptions());
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await RunAsync("mailer", "m", EventStatus.Failed, "mailbox full");
        await LookAsync();
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();

        Assert.All(Told(), message => Assert.Equal("backup", message.Runner));
        Assert.Single(Outbox.Held("one"));
    }

    [Theory]
    [InlineData("22:00-07:00", "2026-03-29T05:59:00Z", false)]
    [InlineData("22:00-07:00", "2026-03-29T04:59:00Z", true)]
    [InlineData("22:00-07:00", "2026-03-28T05:59:00Z", true)]
    [InlineData("22:00-07:00", "2026-03-28T06:00:00Z", false)]
    [InlineData("22:00-07:00", "2026-03-28T21:00:00Z", true)]
    [InlineData("22:00-07:00", "2026-03-28T20:59:00Z", false)]
    [InlineData("02:00-03:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("02:00-03:00", "2026-10-25T01:30:00Z", true)]
    [InlineData("02:00-03:00", "2026-10-25T02:00:00Z", false)]
    [InlineData("02:00-03:00", "2026-03-29T01:00:00Z", false)]
    [InlineData("9:00-17:00", "2026-07-01T07:00:00Z", true)]
    [InlineData("9:00-17:00", "2026-07-01T15:00:00Z", false)]
    public void Quiet_hours_are_of_the_channels_time_zone(string hours, string now, bool isQuiet)
    {
        var clock = new ChannelClock(
            "one",
            new ChannelOptions
            {
                Type = "ntfy",
                QuietHours = hours,
                TimeZone = "Europe/Berlin",
            }
        );

        Assert.Equal(
            isQuiet,
            clock.IsQuiet(
                DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)
            )
        );
    }

    private void Quieten()
    {
        Options.Channels["one"].QuietHours = Hours;
        Options.Channels["one"].TimeZone = "Europe/Berlin";
    }
}

using System.Globalization;
using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>The report that a channel is sent at a set time, once.</summary>
public sealed class DigestTests : WatchedStore
{
    [Fact]
    public async Task A_report_says_what_ran_what_went_wrong_and_what_was_earned()
    {
        Report();
        Options.Rules.Add(new RuleOptions { Kinds = ["finished"], Channels = ["two"] });
        Options.Rules.Add(new RuleOptions());
        var hourly = new Schedule(null, null, 3 * 3600, 60);
        await LookAsync();
        await RunAsync("import", "i", EventStatus.Success, schedule: hourly);
        for (var i = 0; i < 3; i++)
        {
            await EarnAsync("bot", $"b{i}", 104.135);
        }

        await LookAsync();
        Time.Advance(Given.Noon.AddHours(14).AddMinutes(13) - Now);
        await RunAsync("backup", "k", EventStatus.Failed, "disk full");
        await LookAsync();
        Told();
        Time.Advance(Given.Noon.AddHours(18).AddMinutes(1) - Now);
        await LookAsync();
        await LookAsync();

        var report = Assert.Single(Told());
        Assert.Equal(IncidentEvent.Digest, report.Event);
        Assert.Equal("07:00: 2 things went wrong", report.Title);
        Assert.Equal(
            "5 runs of 3 runners, 4 succeeded, import overdue since 15:59, backup failed at 03:14: disk full, +312.41 EUR",
            report.Text
        );
        Assert.Equal("http://localhost:5180/", report.Link);
    }

    [Fact]
    public async Task Nothing_is_sent_of_a_good_night_unless_it_is_asked_for()
    {
        Report();
        Options.Channels["two"].Digest = "0 7 * * *";
        Options.Channels["two"].DigestAlways = true;
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Success);
        Time.Advance(TimeSpan.FromHours(20));
        await LookAsync();

        Assert.Empty(Told("one"));
        var report = Assert.Single(Told("two"));
        Assert.Equal("07:00: all is well", report.Title);
        Assert.Equal("1 run of 1 runner, all succeeded", report.Text);
        Assert.True(report.IsGood);
        Time.Advance(TimeSpan.FromDays(1));
        await LookAsync();
        Assert.Equal("no runs", Assert.Single(Told("two")).Text);
    }

    [Fact]
    public async Task A_report_is_sent_once_for_a_due_time_also_across_restarts_and_missed_ones_are_one()
    {
        Report();
        Options.Channels["one"].DigestAlways = true;
        await LookAsync();
        Time.Advance(TimeSpan.FromHours(18));
        await LookAsync();
        RestartAlerter();
        await LookAsync();
        Assert.Single(Told());

        Time.Advance(TimeSpan.FromDays(3));
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        RestartAlerter();
        Time.Advance(TimeSpan.FromDays(1));
        await LookAsync();
        await LookAsync();

        var report = Told().Single(message => message.Event == IncidentEvent.Digest);
        Assert.Equal(
            "1 run of 1 runner, 0 succeeded, backup failed at 07:01: disk full",
            report.Text
        );
    }

    [Fact]
    public async Task A_report_tells_only_of_the_runners_of_its_channel()
    {
        Report();
        Options.Rules.Add(new RuleOptions { Runner = "back*", Channels = ["one"] });
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await RunAsync("mailer", "b", EventStatus.Failed, "mailbox full");
        await LookAsync();
        Told();
        Time.Advance(TimeSpan.FromHours(20));
        await LookAsync();

        Assert.Equal(
            "1 run of 1 runner, 0 succeeded, backup failed at 13:01: disk full",
            Assert.Single(Told()).Text
        );
    }

    [Fact]
    public async Task What_is_over_says_so_and_many_things_are_a_list()
    {
        Report();
        await LookAsync();
        for (var i = 0; i < 6; i++)
        {
            await RunAsync($"job{i}", $"a{i}", EventStatus.Failed, "disk full");
        }

        await LookAsync();
        await RunAsync("job0", "b", EventStatus.Success);
        await LookAsync();
        Told();
        Time.Advance(TimeSpan.FromHours(20));
        await LookAsync();

        var lines = Assert.Single(Told()).Text.Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal("7 runs of 6 runners, 1 succeeded", lines[0]);
        Assert.Equal("job0 failed at 13:01: disk full (well again at 13:07)", lines[1]);
    }

    [Theory]
    // Both changes of summer time: the day of 23 hours and that of 25 have one report each.
    [InlineData("2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("2026-10-24T05:00:00Z", "2026-10-25T06:00:00Z")]
    public void A_report_is_due_at_its_local_time(string told, string due)
    {
        var clock = new ChannelClock(
            "one",
            new ChannelOptions
            {
                Type = "email",
                Digest = "0 7 * * *",
                TimeZone = "Europe/Berlin",
            }
        );
        var (from, at) = (Moment(told), Moment(due));

        Assert.Null(clock.DigestDue(from, at.AddSeconds(-1)));
        Assert.Equal(at, clock.DigestDue(from, at));
        Assert.Equal(at, clock.DigestDue(from, at.AddHours(12)));
        Assert.Null(clock.DigestDue(at, at.AddHours(12)));
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private void Report()
    {
        Options.Channels["one"].Digest = "0 7 * * *";
        Options.Channels["one"].TimeZone = "Europe/Berlin";
    }

    private async Task EarnAsync(string runner, string id, double pnl)
    {
        await SayAsync(
            new SessionEvent
            {
                SessionId = id,
                Type = EventType.RunnerStart,
                Timestamp = Now,
                Session = new SessionHeader
                {
                    RunnerName = runner,
                    InitialCapital = 1_000,
                    Currency = "EUR",
                },
            },
            new SessionEvent
            {
                SessionId = id,
                Type = EventType.SummaryUpdated,
                Timestamp = Now.AddSeconds(1),
                Figures = new Figures { Equity = 1_000 + pnl, Pnl = pnl },
            }
        );
        await RunAsync(runner, id, EventStatus.Success);
    }
}

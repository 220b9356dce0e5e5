using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>What is told of what happens in a store, each once.</summary>
public sealed class WatcherTests : WatchedStore
{
    [Theory]
    [InlineData(EventStatus.Failed, "backup failed", "failed")]
    [InlineData(EventStatus.Error, "backup stopped by an error", "error")]
    [InlineData(EventStatus.Timeout, "backup stopped at its time limit", "timeout")]
    public async Task A_bad_end_is_told_once_and_so_is_the_recovery(
        EventStatus status,
        string title,
        string kind
    )
    {
        await LookAsync();
        await RunAsync("backup", "a", status, "disk full");
        await LookAsync();
        await LookAsync();

        var opened = Assert.Single(Told("one"));
        Assert.Equal((title, kind), (opened.Title, WireName.Of(opened.Kind)));
        Assert.Contains("disk full", opened.Text, StringComparison.Ordinal);
        Assert.Equal("http://localhost:5180/sessions/a", opened.Link);
        Assert.Single(Told("two"));

        Time.Advance(TimeSpan.FromMinutes(12));
        await RunAsync("backup", "b", null);
        await LookAsync();
        Assert.Empty(Told("one"));
        await RunAsync("backup", "b", EventStatus.Success, minutes: 0);
        await LookAsync();
        await LookAsync();

        var resolved = Assert.Single(Told("one"));
        Assert.Equal(IncidentEvent.Resolved, resolved.Event);
        Assert.StartsWith("backup recovered after 1", resolved.Title, StringComparison.Ordinal);
        Assert.Equal(opened.IncidentId, resolved.IncidentId);
    }

    [Fact]
    public async Task A_session_that_is_lost_is_told_and_so_is_that_it_is_heard_again()
    {
        await LookAsync();
        await RunAsync("backup", "a", null);
        await LookAsync();
        Assert.Empty(Told("one"));
        Time.Advance(TimeSpan.FromMinutes(11));
        await LookAsync();

        Assert.Equal("backup is lost", Assert.Single(Told("one")).Title);
        await RunAsync("backup", "a", EventStatus.Success, minutes: 0);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
    }

    [Fact]
    public async Task A_runner_that_is_not_started_is_told_once_and_resolved_when_it_starts()
    {
        var hourly = new Schedule(null, null, 3600, 60);
        await LookAsync();
        await RunAsync("import", "a", EventStatus.Success, schedule: hourly);
        Time.Advance(TimeSpan.FromMinutes(58));
        await LookAsync();
        Assert.Empty(Told("one"));
        Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        await LookAsync();

        var overdue = Assert.Single(Told("one"));
        Assert.Equal("import is overdue", overdue.Title);
        Assert.StartsWith("Import is overdue: due at ", overdue.Text, StringComparison.Ordinal);
        Assert.Equal("http://localhost:5180/runners/import", overdue.Link);
        await RunAsync("import", "b", null, schedule: hourly);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
    }

    [Fact]
    public async Task A_retired_runner_is_told_no_recovery()
    {
        await LookAsync();
        await RunAsync(
            "import",
            "a",
            EventStatus.Success,
            schedule: new Schedule(null, null, 3600, 60)
        );
        Time.Advance(TimeSpan.FromHours(2));
        await LookAsync();
        Assert.Single(Told("one"));
        Time.Advance(TimeSpan.FromDays(8));
        await LookAsync();

        Assert.Empty(Told("one"));
        Assert.Empty(Outbox.Open());
    }

    [Fact]
    public async Task What_failed_and_recovered_between_two_looks_is_told_once_as_over()
    {
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await RunAsync("backup", "b", EventStatus.Failed, "disk full");
        await RunAsync("backup", "c", EventStatus.Success);
        await LookAsync();
        await LookAsync();

        var passed = Assert.Single(Told("one"));
        Assert.Equal("backup failed, and recovered", passed.Title);
        Assert.Empty(Outbox.Open());
    }

    [Fact]
    public async Task Many_failures_that_are_over_are_one_message()
    {
        await LookAsync();
        for (var i = 0; i < 5; i++)
        {
            await RunAsync($"job-{i}", $"bad-{i}", EventStatus.Failed, "disk full");
            await RunAsync($"job-{i}", $"good-{i}", EventStatus.Success);
        }

        await LookAsync();
        await LookAsync();

        var summary = Assert.Single(Told("one"));
        Assert.Equal("5 failures were over before they could be told", summary.Title);
        Assert.Contains("job-4 failed at", summary.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_says_nothing_twice_and_says_what_happened_meanwhile()
    {
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Failed, "disk full");
        await LookAsync();
        Assert.Single(Told("one"));
        await RunAsync("mailer", "m", EventStatus.Failed, "mailbox full");
        RestartAlerter();

        await LookAsync();
        await LookAsync();

        Assert.Equal("mailer failed", Assert.Single(Told("one")).Title);
    }

    [Fact]
    public async Task The_first_look_at_an_old_store_tells_what_is_new_and_not_what_is_old()
    {
        await RunAsync("old", "o", EventStatus.Failed, "long ago");
        Time.Advance(TimeSpan.FromDays(3));
        await RunAsync("new", "n", EventStatus.Failed, "just now");

        await LookAsync();

        Assert.Equal("new failed", Assert.Single(Told("one")).Title);
        Assert.Equal(2, Outbox.Open().Count);
    }

    [Fact]
    public async Task A_runner_that_flaps_is_told_three_times_an_hour()
    {
        await LookAsync();
        for (var i = 0; i < 6; i++)
        {
            await RunAsync("backup", $"bad-{i}", EventStatus.Failed, "disk full");
            await LookAsync();
            await RunAsync("backup", $"good-{i}", EventStatus.Success);
            await LookAsync();
        }

        var told = Told("one");
        Assert.Equal(3, told.Count(message => message.Event == IncidentEvent.Opened));
        Assert.Equal(3, told.Count(message => message.Event == IncidentEvent.Resolved));
        Assert.Contains(
            "the next ones are told only when one of them lasts",
            told[4].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failure_that_lasts_is_told_although_others_came_and_went_before()
    {
        await LookAsync();
        for (var i = 0; i < 3; i++)
        {
            await RunAsync("backup", $"bad-{i}", EventStatus.Failed, "disk full");
            await LookAsync();
            await RunAsync("backup", $"good-{i}", EventStatus.Success);
            await LookAsync();
        }

        await RunAsync("backup", "last", EventStatus.Failed, "disk full");
        await LookAsync();
        Assert.Equal("backup recovered after 1m 0s", Told("one")[^1].Title);
        Assert.Equal(IncidentSilence.Flapping, Assert.Single(Outbox.Open()).Silence);
        Time.Advance(TimeSpan.FromMinutes(61));
        await LookAsync();
        await LookAsync();

        Assert.Equal("backup failed", Assert.Single(Told("one")).Title);
        await RunAsync("backup", "good", EventStatus.Success);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
    }

    [Fact]
    public async Task Rules_choose_channels_by_runner_kind_and_time()
    {
        Options.Rules.Add(new RuleOptions { Runner = "back*", Channels = ["one"] });
        Options.Rules.Add(
            new RuleOptions
            {
                Kinds = ["failed"],
                Channels = ["two"],
                AfterSeconds = 600,
            }
        );
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Error, "disk full");
        await RunAsync("mailer", "b", EventStatus.Failed, "mailbox full");
        await LookAsync();

        Assert.Equal("backup stopped by an error", Assert.Single(Told("one")).Title);
        Assert.Empty(Told("two"));
        Time.Advance(TimeSpan.FromMinutes(11));
        await LookAsync();
        Assert.Empty(Told("one"));
        Assert.Equal("mailer failed", Assert.Single(Told("two")).Title);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_and_makes_no_runner_lost()
    {
        await HearAsync(Given.Noon.AddMinutes(-5));
        await LookAsync();
        await RunAsync("backup", "a", null);
        await HearAsync(Given.Noon.AddMinutes(-5));
        await LookAsync();
        Time.Advance(TimeSpan.FromMinutes(30));
        await LookAsync();
        await LookAsync();

        var down = Assert.Single(Told("one"));
        Assert.Equal("Telemetry cannot be heard", down.Title);
        // The collector is back: another period begins.
        await HearAsync(Now);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told("one")).Event);
    }

    [Fact]
    public async Task Ten_thousand_good_sessions_tell_nothing()
    {
        await LookAsync();
        for (var i = 0; i < 100; i++)
        {
            var batch = new WriteBatch { ArrivedAt = Now };
            for (var j = 0; j < 100; j++)
            {
                batch.Events.AddRange(
                    Given.Batch($"runner-{j}", $"s-{i}-{j}", Now, EventStatus.Success).Events
                );
            }

            await Writer.WriteAsync(batch, default);
            Time.Advance(TimeSpan.FromMinutes(7 + i % 3));
            if (i % 10 == 0)
            {
                await LookAsync();
            }
        }

        await LookAsync();

        Assert.Empty(Told("one"));
    }
}

using Alerts.Configuration;
using Sessions;

namespace Alerts.Tests;

/// <summary>What is told only by a rule that asks for it.</summary>
public sealed class OptionalKindTests : WatchedStore
{
    [Fact]
    public async Task Nothing_of_it_is_told_by_default()
    {
        await LookAsync();
        await RunAsync("backup", "a", null);
        await BeatAsync("a", 1);
        await CheckAsync("a", EventStatus.Fail);
        Time.Advance(TimeSpan.FromSeconds(3));
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Success, minutes: 0);
        await LookAsync();

        Assert.Empty(Told());
        Assert.Empty(Outbox.Newest(9));
    }

    [Fact]
    public async Task A_session_that_finished_is_told_once()
    {
        Options.Rules.Add(new RuleOptions { Kinds = ["finished"], Runner = "train" });
        await RunAsync("train", "before", EventStatus.Success);
        await LookAsync();
        await RunAsync("train", "a", null);
        await LookAsync();
        Assert.Empty(Told());
        await RunAsync("train", "a", EventStatus.Success);
        await RunAsync("other", "o", EventStatus.Success);
        await LookAsync();
        await LookAsync();

        var told = Assert.Single(Told());
        Assert.Equal("train finished", told.Title);
        Assert.StartsWith("Finished after", told.Text, StringComparison.Ordinal);
        Assert.Empty(Outbox.Open());
        await RunAsync("train", "b", EventStatus.Failed);
        await LookAsync();
        Assert.Empty(Told());
    }

    [Fact]
    public async Task Every_session_that_finished_is_told_however_many()
    {
        Options.Rules.Add(new RuleOptions { Kinds = ["finished"] });
        await LookAsync();
        for (var i = 0; i < 6; i++)
        {
            await RunAsync("train", $"s{i}", EventStatus.Success);
            await LookAsync();
        }

        Assert.Equal(6, Told().Count);
    }

    [Fact]
    public async Task A_late_session_is_told_and_the_same_incident_becomes_lost()
    {
        Options.Rules.Add(new RuleOptions { Kinds = ["late", "lost"] });
        await HearAsync(Now);
        await LookAsync();
        await RunAsync("backup", "a", null);
        for (var beat = 1; beat <= 3; beat++)
        {
            await BeatAsync("a", beat);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Time.Advance(TimeSpan.FromSeconds(1.6));
        await HearAsync(Given.Noon);
        await LookAsync();
        var late = Assert.Single(Told());
        Assert.Equal(("backup is late", IncidentKind.Late), (late.Title, late.Kind));

        Time.Advance(TimeSpan.FromSeconds(5));
        await HearAsync(Given.Noon);
        await LookAsync();
        var lost = Assert.Single(Told());
        Assert.Equal((IncidentEvent.Escalated, IncidentKind.Lost), (lost.Event, lost.Kind));
        Assert.Equal(late.IncidentId, lost.IncidentId);
        await RunAsync("backup", "a", EventStatus.Success, minutes: 0);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told()).Event);
    }

    [Fact]
    public async Task A_failed_check_is_told_once_and_over_when_a_later_session_ends_without()
    {
        Options.Rules.Add(new RuleOptions { Kinds = ["check_failed"] });
        await LookAsync();
        await RunAsync("backup", "a", null);
        await CheckAsync("a", EventStatus.Pass);
        await LookAsync();
        Assert.Empty(Told());
        await CheckAsync("a", EventStatus.Fail);
        await LookAsync();
        await LookAsync();
        await RunAsync("backup", "a", EventStatus.Success);
        await LookAsync();

        var told = Assert.Single(Told());
        Assert.Equal("backup has a failed check", told.Title);
        Assert.StartsWith(
            "Check rows_match failed: 3 rows differ; 1 of 2 checks failed.",
            told.Text,
            StringComparison.Ordinal
        );
        await RunAsync("backup", "b", null);
        await LookAsync();
        Assert.Empty(Told());
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();
        Assert.Equal(IncidentEvent.Resolved, Assert.Single(Told()).Event);
    }

    [Fact]
    public async Task A_failed_check_between_two_looks_is_told_as_over()
    {
        Options.Rules.Add(new RuleOptions { Kinds = ["check_failed"] });
        await LookAsync();
        await RunAsync("backup", "a", null);
        await CheckAsync("a", EventStatus.Fail);
        await RunAsync("backup", "a", EventStatus.Success);
        await RunAsync("backup", "b", EventStatus.Success);
        await LookAsync();
        await LookAsync();

        Assert.Equal("backup has a failed check, and recovered", Assert.Single(Told()).Title);
    }

    [Fact]
    public async Task An_amount_below_its_limit_is_told_when_the_session_ended_and_one_above_at_once()
    {
        Options.Rules.Add(new RuleOptions { Figure = "rows", Below = 100 });
        Options.Rules.Add(new RuleOptions { Figure = "errors", Above = 5 });
        await LookAsync();
        await RunAsync("import", "a", null);
        await CountAsync("a", "rows", 10);
        await CountAsync("a", "errors", 6);
        await LookAsync();
        var errors = Assert.Single(Told());
        Assert.StartsWith("errors is 6;", errors.Text, StringComparison.Ordinal);

        await RunAsync("import", "a", EventStatus.Success);
        await LookAsync();
        await LookAsync();
        var rows = Assert.Single(Told());
        Assert.Equal("import is beyond a limit", rows.Title);
        Assert.StartsWith("rows is 10;", rows.Text, StringComparison.Ordinal);

        await RunAsync("import", "b", null);
        await LookAsync();
        Assert.Empty(Told());
        await CountAsync("b", "rows", 100);
        await LookAsync();
        Assert.Equal(rows.IncidentId, Assert.Single(Told()).IncidentId);
        await RunAsync("import", "b", EventStatus.Success);
        await LookAsync();
        Assert.Equal(errors.IncidentId, Assert.Single(Told()).IncidentId);
    }

    [Fact]
    public async Task A_limit_that_is_set_anew_tells_no_recovery_of_the_one_before()
    {
        Options.Rules.Add(new RuleOptions { Figure = "rows", Below = 100 });
        await LookAsync();
        await RunAsync("import", "a", null);
        await CountAsync("a", "rows", 10);
        await RunAsync("import", "a", EventStatus.Success);
        await LookAsync();
        Assert.Single(Told());

        Options.Rules[0].Below = 5;
        await LookAsync();

        Assert.Empty(Told());
        Assert.Empty(Outbox.Open());
    }

    [Fact]
    public async Task Equity_and_duration_have_limits_too()
    {
        Options.Rules.Add(new RuleOptions { Figure = "equity", Below = 9_000 });
        Options.Rules.Add(new RuleOptions { Figure = "duration", Above = 3_600 });
        await LookAsync();
        await RunAsync("bot", "a", null);
        await SayAsync(
            new SessionEvent
            {
                SessionId = "a",
                Type = EventType.SummaryUpdated,
                Timestamp = Now,
                Figures = new Figures { Equity = 8_999 },
            }
        );
        await LookAsync();
        Assert.StartsWith("equity is 8999;", Assert.Single(Told()).Text, StringComparison.Ordinal);
        await RunAsync("bot", "a", EventStatus.Success, minutes: 61);
        await LookAsync();
        Assert.StartsWith(
            "duration is 3660;",
            Assert.Single(Told()).Text,
            StringComparison.Ordinal
        );
    }

    private Task CheckAsync(string session, EventStatus status)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return SayAsync(
            new SessionEvent
            {
                SessionId = session,
                Type = EventType.Checkpoint,
                Timestamp = Now,
                Level = status == EventStatus.Fail ? EventLevel.Error : EventLevel.Info,
                Checkpoint = status == EventStatus.Fail ? "rows_match" : "schema_ok",
                Status = status,
                Message = "3 rows differ",
            }
        );
    }

    private Task BeatAsync(string session, long number) =>
        SayAsync(
            new SessionEvent
            {
                SessionId = session,
                Type = EventType.Heartbeat,
                Timestamp = Now,
                Level = EventLevel.Debug,
                Beat = new Beat(number, 1, number),
            }
        );

    private async Task CountAsync(string session, string name, double value)
    {
        var batch = new WriteBatch { ArrivedAt = Now };
        batch.Figures.Add(
            new FigurePoint(
                session,
                new Figure(name, FigureKind.Sum, false, null),
                1,
                Given.Noon,
                Now,
                new FigureAmount(value)
            )
        );
        await Writer.WriteAsync(batch, default);
    }
}

using System.Net;
using System.Text.Json;
using Dashboard.Tests.Store;
using Dashboard.Web.Health;
using Dashboard.Web.Runners;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>Runners in the API, for monitors and on their pages.</summary>
public sealed class RunnerTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DashboardApp _app = new();
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public async ValueTask InitializeAsync()
    {
        // Due every hour and started 90 minutes ago; one every day for a week; one that fails; one that runs.
        await SessionAsync(
            "hourly-import",
            "import",
            90,
            schedule: new Schedule(null, null, 3600, 60)
        );
        for (var day = 1; day <= 7; day++)
        {
            await SessionAsync("nightly/backup", $"backup-{day}", day * 1440 - 60, took: 41);
        }

        await SessionAsync("mailer", "mail-1", 300, parameters: """{"host":"smtp-1","batch":10}""");
        await SessionAsync(
            "mailer",
            "mail-2",
            200,
            EventStatus.Failed,
            "550 mailbox full",
            """{"host":"smtp-2","batch":10}"""
        );
        await SessionAsync(
            "mailer",
            "mail-3",
            100,
            EventStatus.Failed,
            "550 mailbox full",
            """{"host":"smtp-2","batch":10}"""
        );
        await SessionAsync("trader", "now", 0.05, status: null);
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(60, 1)]
    [InlineData(10, 0)]
    public async Task A_list_that_was_not_looked_at_when_a_runner_became_overdue_says_so(
        int minutesAgo,
        int overdue
    )
    {
        var looked = _now.AddMinutes(-minutesAgo).ToString("O").Replace("+", "%2B");

        using var since = await ReadAsync<JsonDocument>($"/since?at={looked}");

        // Due 30 minutes ago, with a minute of grace.
        Assert.Equal(overdue, since.RootElement.GetProperty("overdue").GetInt32());
    }

    [Fact]
    public async Task Runners_are_listed_with_their_states()
    {
        var listing = await ReadAsync<RunnerListing>("/api/runners");

        Assert.Equal(
            [
                ("hourly-import", "overdue"),
                ("mailer", "failing"),
                ("nightly/backup", "idle"),
                ("trader", "running"),
            ],
            listing.Items.Select(item => (item.RunnerName, item.State))
        );
        var backup = listing.Items[2];
        Assert.Equal((41 * 60.0, 100.0), (backup.UsualSecs, backup.SuccessRate));
        Assert.Equal(("daily", true), (backup.Schedule?.Words, backup.Schedule?.Learned));
        Assert.Equal(7, backup.Sessions.Count);
        Assert.Equal(2, listing.Items[1].FailuresInARow);
        Assert.Equal("now", listing.Items[3].CurrentSessionId);
    }

    [Fact]
    public async Task Pages_states_and_texts_choose_among_them()
    {
        var failing = await ReadAsync<RunnerListing>("/api/runners?state=failing,overdue&q=L");
        var first = await ReadAsync<RunnerListing>("/api/runners?limit=3");
        var second = await ReadAsync<RunnerListing>($"/api/runners?limit=3&cursor={first.Next}");
        using var client = _app.CreateClient();
        using var wrong = await client.GetAsync("/api/runners?state=lazy");

        Assert.Equal(["hourly-import", "mailer"], failing.Items.Select(item => item.RunnerName));
        Assert.Equal("trader", Assert.Single(second.Items).RunnerName);
        Assert.Null(second.Next);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task A_runner_is_found_by_any_name_that_it_can_have()
    {
        var backup = await ReadAsync<RunnerItem>("/api/runners/nightly%2Fbackup");
        using var client = _app.CreateClient();
        using var unknown = await client.GetAsync("/api/runners/nightly");
        using var page = await client.GetAsync("/runners/nobody");

        Assert.Equal("nightly/backup", backup.RunnerName);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Theory]
    [InlineData("hourly-import", 503, "overdue", "Hourly-import is overdue: due ")]
    [InlineData("mailer", 503, "failed", "Failed after")]
    [InlineData("nightly%2Fbackup", 200, "success", "Finished after 41m")]
    [InlineData("trader", 200, "running", "No phase yet")]
    public async Task A_monitor_is_told_of_overdue_runners_too(
        string name,
        int status,
        string verdict,
        string sentence
    )
    {
        using var client = _app.CreateClient();
        using var answer = await client.GetAsync($"/health/runners/{name}");

        Assert.Equal(status, (int)answer.StatusCode);
        var body = JsonSerializer.Deserialize<SessionHealthAnswer>(
            await answer.Content.ReadAsStringAsync(),
            Snake
        )!;
        Assert.Equal(verdict, body.Verdict);
        Assert.StartsWith(sentence, body.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_what_needs_attention_first()
    {
        var page = await _app.PageAsync("/runners");

        Assert.Equal(
            ["overdue", "failing", "running", "idle"],
            page.QuerySelectorAll("#runners tr.row").Select(row => row.GetAttribute("data-state"))
        );
        Assert.Equal("2", page.QuerySelector("[data-total=unwell]")!.TextContent);
        Assert.Equal("(2) Runners", page.Title);
        Assert.Equal(
            "Last 7 sessions: 7 succeeded, 0 ended badly",
            page.QuerySelectorAll("#runners svg")[3].GetAttribute("aria-label")
        );
        Assert.Single(page.QuerySelectorAll("#runners .missing"));
        var narrowed = await _app.PageAsync("/runners?state=failing&q=nothing");
        Assert.NotNull(narrowed.QuerySelector("[data-notice=no-match]"));
    }

    [Fact]
    public async Task The_page_of_a_runner_says_why_it_fails_and_what_changed()
    {
        var page = await _app.PageAsync("/runners/mailer");

        Assert.Equal(
            "failing",
            page.QuerySelector("#live-part .verdict")!.GetAttribute("data-state")
        );
        Assert.Contains("2×", page.QuerySelector(".reasons")!.TextContent);
        Assert.Contains("550 mailbox full", page.QuerySelector(".reasons")!.TextContent);
        Assert.Equal(
            ["host smtp-1 smtp-2"],
            page.QuerySelectorAll(".changes tbody tr")
                .Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent)))
        );
        Assert.Equal(3, page.QuerySelectorAll("#sessions tr.row").Length);
        Assert.Equal(3, page.QuerySelectorAll(".history-chart a").Length);
    }

    [Fact]
    public async Task The_page_of_a_runner_says_where_its_schedule_comes_from()
    {
        var stated = await _app.PageAsync("/runners/hourly-import");
        var learned = await _app.PageAsync("/runners/nightly%2Fbackup");
        var none = await _app.PageAsync("/runners/mailer");

        Assert.NotNull(stated.QuerySelector("[data-schedule=stated]"));
        Assert.NotNull(learned.QuerySelector("[data-schedule=learned]"));
        Assert.NotNull(none.QuerySelector("[data-schedule=none]"));
    }

    [Fact]
    public async Task What_a_runner_measures_is_in_the_list_and_over_time_on_its_page()
    {
        var rows = new Figure("import.rows", FigureKind.Sum, false, null) { Unit = "{row}" };
        var load = new Figure("cpu.load", FigureKind.Gauge, false, null);
        for (var i = 1; i <= 3; i++)
        {
            await SessionAsync("loader", $"load-{i}", 400 - 90 * i * i / 2);
            var at = _now.AddMinutes(-40);
            var batch = new WriteBatch { ArrivedAt = at };
            batch.Figures.Add(
                new FigurePoint($"load-{i}", rows, 1, null, at, new FigureAmount(1000 * i))
            );
            batch.Figures.Add(
                new FigurePoint($"load-{i}", load, 0, null, at, new FigureAmount(0.25))
            );
            await _app.Writer.WriteAsync(batch, TestContext.Current.CancellationToken);
        }

        var list = await _app.PageAsync("/runners?q=loader");
        var page = await _app.PageAsync("/runners/loader");

        Assert.Equal(
            "3,000 rowimport.rows",
            list.QuerySelector("#runners .roi")!.TextContent.Trim()
        );
        Assert.Equal(
            ["import.rows", "cpu.load"],
            page.QuerySelectorAll("[data-figure]").Select(p => p.GetAttribute("data-figure"))
        );
        Assert.Equal(
            ["1,000 row", "2,000 row", "3,000 row"],
            page.QuerySelectorAll("[data-figure='import.rows'] title")
                .Select(title =>
                    title.TextContent.Split(',', 3) is [var a, var b, ..] ? $"{a},{b}" : ""
                )
        );
        Assert.Null(page.QuerySelector("#returns-title"));
        Assert.NotNull(page.QuerySelector("table.no-money"));
    }

    [Theory]
    [InlineData("0 2 * * *", "Europe/Berlin", "daily 02:00 Europe/Berlin")]
    [InlineData("30 7 * * 1-5", null, "weekdays 07:30 UTC")]
    [InlineData("5 * * * *", null, "hourly at :05")]
    [InlineData("*/15 * * * *", null, "every 15 min")]
    [InlineData("0 0 * * SUN", null, "Sundays 00:00 UTC")]
    [InlineData("0 2 1 * *", null, "0 2 1 * *")]
    [InlineData("0,30 2 * * *", null, "0,30 2 * * *")]
    public async Task A_common_schedule_is_said_in_words(string cron, string? zone, string words)
    {
        await SessionAsync("cron", "c", 3, schedule: new Schedule(cron, zone, null, null));

        var page = await _app.PageAsync("/runners?q=cron");

        Assert.Equal(words, page.QuerySelector("#runners .who .dim")!.TextContent);
    }

    [Fact]
    public async Task Lists_and_sessions_lead_to_runners()
    {
        var list = await _app.PageAsync("/");
        var session = await _app.PageAsync("/sessions/backup-1");

        Assert.NotNull(list.QuerySelector("header a[href='/runners']"));
        Assert.NotNull(session.QuerySelector("header a[href='/runners/nightly%2Fbackup']"));
    }

    private async Task SessionAsync(
        string runner,
        string id,
        double minutesAgo,
        EventStatus? status = EventStatus.Success,
        string? message = null,
        string? parameters = null,
        Schedule? schedule = null,
        double took = 5
    )
    {
        var at = _now.AddMinutes(-minutesAgo);
        var start = new SessionEvent
        {
            SessionId = id,
            Type = EventType.RunnerStart,
            Timestamp = at,
            Session = new SessionHeader { RunnerName = runner, Schedule = schedule },
            Run = parameters is null ? null : new RunFacts(parameters, null),
        };
        var batch = new WriteBatch { ArrivedAt = at };
        batch.Events.Add(start);
        if (status is { } end)
        {
            batch.Events.Add(
                new SessionEvent
                {
                    SessionId = id,
                    Type = EventType.RunnerEnd,
                    Timestamp = at.AddMinutes(took),
                    Status = end,
                    Message = message,
                }
            );
        }

        await _app.Writer.WriteAsync(batch, TestContext.Current.CancellationToken);
    }

    private async Task<T> ReadAsync<T>(string path)
    {
        using var client = _app.CreateClient();
        return JsonSerializer.Deserialize<T>(await client.GetStringAsync(path), Snake)!;
    }
}

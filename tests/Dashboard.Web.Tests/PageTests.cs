using System.Net;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Microsoft.Extensions.Hosting;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class PageTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_a_page_that_says_what_to_start()
    {
        var page = await GetAsync("/", HttpStatusCode.ServiceUnavailable);

        Assert.NotNull(page.QuerySelector("[data-notice=store-away]"));
        Assert.Contains("dotnet run --project Collector", page.Body!.TextContent);
    }

    [Fact]
    public async Task An_empty_store_is_a_list_that_says_how_to_start_a_runner()
    {
        _ = _app.Writer;

        var page = await GetAsync("/");

        Assert.NotNull(page.QuerySelector("[data-notice=no-sessions]"));
    }

    [Fact]
    public async Task An_unknown_session_is_not_found_and_said_so()
    {
        _ = _app.Writer;

        var page = await GetAsync("/sessions/nobody", HttpStatusCode.NotFound);

        Assert.NotNull(page.QuerySelector("[data-notice=unknown-session]"));
    }

    [Fact]
    public async Task A_finished_session_shows_its_figures_as_the_sessions_own_events_give_them()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(runner);

        var page = await GetAsync($"/sessions/{runner.Id}");

        Assert.Equal("success", page.QuerySelector("#verdict")!.GetAttribute("data-verdict"));
        Assert.Equal("SUCCESS", Field(page, "status"));
        Assert.Equal("Api Phase", Field(page, "phase"));
        Assert.Equal("€10,000.00", Field(page, "capital"));
        Assert.Equal("€10,150.00", Field(page, "equity"));
        Assert.Equal("+€150.00", Field(page, "pnl"));
        Assert.Equal("+1.50 %", Field(page, "roi"));
        Assert.Equal("66.7 %", Field(page, "win-rate"));
        Assert.Equal("6/9 wins", Field(page, "wins"));
        Assert.Equal("3/3", Field(page, "phases-done"));
    }

    [Fact]
    public async Task A_running_phase_is_shown_as_a_title()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await runner.PhaseAsync("api_phase", 0);

        var page = await GetAsync($"/sessions/{runner.Id}");

        Assert.Equal("Api Phase", Field(page, "phase"));
        Assert.Equal("RUNNING", Field(page, "status"));
        Assert.Equal(
            "running",
            page.QuerySelector("li[data-phase=api_phase]")!.GetAttribute("data-status")
        );
    }

    [Fact]
    public async Task A_failed_check_is_shown_however_many_passed_since()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-10));
        await runner.StartAsync();
        await runner.CheckAsync("broken", EventStatus.Fail);
        for (var i = 0; i < 60; i++)
        {
            await runner.After(0.1).CheckAsync($"fine_{i}");
        }

        var page = await GetAsync($"/sessions/{runner.Id}");

        Assert.Equal("broken", page.QuerySelector("#checks li")!.GetAttribute("data-check"));
    }

    [Fact]
    public async Task A_thousand_phases_make_a_bounded_page_with_the_failed_one_first()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-60));
        await runner.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            await runner.After(0.1).PhaseAsync($"phase_{i}", i);
            await runner
                .After(0.1)
                .EndPhaseAsync(i == 150 ? EventStatus.Failed : EventStatus.Success);
        }

        var page = await GetAsync($"/sessions/{runner.Id}");

        Assert.Equal("phase_150", page.QuerySelector("#phases li")!.GetAttribute("data-phase"));
        Assert.Contains("many", page.QuerySelector("#phases ol")!.ClassList);
        Assert.InRange(page.QuerySelectorAll("#beats .of").Length, 1, 200);
    }

    [Fact]
    public async Task A_failed_check_has_the_failures_icon_whatever_its_level()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await runner.PhaseAsync("data_phase", 0);
        foreach (var level in Enum.GetValues<EventLevel>())
        {
            await runner.After(0.1).CheckAsync($"check_{level}", EventStatus.Fail, level: level);
        }

        var page = await GetAsync($"/sessions/{runner.Id}");

        var icons = page.QuerySelectorAll("#plain-rows tr[data-type=checkpoint] .icon")
            .Select(cell => cell.TextContent.Trim());
        Assert.Equal(["❌", "❌", "❌", "❌"], icons);
    }

    [Fact]
    public async Task The_feed_holds_the_hundred_newest_and_says_where_older_ones_are()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-9));
        await runner.StartAsync();
        await runner.BeatsAsync(230, 2);

        var page = await GetAsync($"/sessions/{runner.Id}?beats=each");
        var first = Links(page);
        var older = page.QuerySelector("tr.older a")!.GetAttribute("href")!;
        var second = Links(await GetAsync(older));

        Assert.Equal(100, first.Length);
        Assert.Equal(first.OrderDescending(StringComparer.Ordinal), first);
        Assert.Equal(100, second.Length);
        Assert.True(string.CompareOrdinal(second[0], first[^1]) < 0);
    }

    [Fact]
    public async Task Filters_in_the_address_filter_the_feed_and_are_shown_as_chosen()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.RunToApiPhaseAsync(runner);

        var page = await GetAsync($"/sessions/{runner.Id}?type=checkpoint&phase=data_phase");

        Assert.Equal(
            ["gaps_ok · 2 gaps over 5 days", "schema_ok · 1,860 rows"],
            page.QuerySelectorAll("#plain-rows .msg").Select(cell => cell.TextContent)
        );
        Assert.Equal(
            "checkpoint",
            page.QuerySelector("select[name=type] option[selected]")!.GetAttribute("value")
        );
    }

    [Theory]
    [InlineData("from=hello", "“hello”, is not a valid date")]
    [InlineData("to=2026-13-01T00:00", "“2026-13-01T00:00”, is not a valid date")]
    [InlineData("from=2026-01-02T00:00&to=2026-01-01T00:00", "ends before it begins")]
    public async Task A_range_that_cannot_be_is_refused_in_words(string range, string words)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Scripts.RunToApiPhaseAsync(runner);

        var page = await GetAsync($"/sessions/{runner.Id}?range=custom&{range}");

        Assert.Contains(words, page.Text("#range-problem"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("#plain-rows tr"));
    }

    [Fact]
    public async Task The_curve_of_a_session_that_was_lost_long_ago_keeps_its_width()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddDays(-1));
        await Scripts.RunToApiPhaseAsync(runner);
        var last = runner.Now;

        var page = await GetAsync($"/sessions/{runner.Id}");

        Assert.Equal("lost", page.QuerySelector("#verdict")!.GetAttribute("data-verdict"));
        var strip = page.QuerySelector("#beats")!;
        var (from, to) = (Moment(strip, "data-from"), Moment(strip, "data-to"));
        Assert.InRange((last - from) / (to - from), 0.6, 1);
        Assert.Contains(" missed", strip.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_every_text_that_a_runner_sends_stays_text()
    {
        const string evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var runner = _app.Runner(id: "<img src=x onerror=alert(1)>");
        await runner.StartAsync(runnerName: evil);
        await runner.PhaseAsync(evil, 0);
        await runner.CheckAsync(evil, EventStatus.Fail, evil);
        await runner.RetryAsync(1, evil);
        await runner.ErrorAsync(evil, evil);

        foreach (var path in (string[])["/", $"/sessions/{Uri.EscapeDataString(runner.Id)}"])
        {
            var page = await GetAsync(path);
            Assert.Empty(
                page.QuerySelectorAll("script:not([src]):not([type=\"application/json\"])")
            );
            Assert.Empty(page.QuerySelectorAll("img"));
            Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent);
        }
    }

    [Fact]
    public async Task Every_answer_forbids_inline_script_and_framing()
    {
        _ = _app.Writer;
        using var client = _app.CreateClient();

        foreach (
            var path in (string[])
                ["/", "/sessions/nobody", "/api/sessions", "/dist/list.js", "/nowhere"]
        )
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Equal(
                "nosniff",
                Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))
            );
        }
    }

    [Fact]
    public async Task Every_row_of_the_feed_leads_to_all_the_attributes_of_its_event()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        await runner.ErrorAsync("BrokerTimeout", "no answer");
        var page = await GetAsync($"/sessions/{runner.Id}");

        foreach (var row in page.QuerySelectorAll("#plain-rows tr[data-type]"))
        {
            var link = row.QuerySelector(".time a")!.GetAttribute("href")!;
            var detail = await GetAsync(link);
            Assert.Contains(link.Split('.')[^1], detail.QuerySelector(".attributes")!.TextContent);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://192.0.2.1:80")]
    [InlineData("http://[::]:0")]
    public async Task An_address_that_other_machines_reach_is_refused_at_the_start(string url)
    {
        await using var app = new DashboardApp($"--urls={url}");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(app.StartAsync);

        Assert.Contains("Dashboard:AllowRemote", refusal.Message);
    }

    [Theory]
    [InlineData("rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("192.0.2.1", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:5180", HttpStatusCode.OK)]
    public async Task A_name_that_is_not_of_this_machine_is_not_answered(
        string name,
        HttpStatusCode expected
    )
    {
        using var client = _app.CreateClient();
        client.DefaultRequestHeaders.Host = name;

        using var answer = await client.GetAsync("/alive", TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    private Task<IDocument> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        _app.PageAsync(path, expected);

    private static string[] Links(IDocument page) =>
        [
            .. page.QuerySelectorAll("#plain-rows tr[data-type] .time a")
                .Select(link => link.GetAttribute("href")!),
        ];

    private static string Field(IDocument page, string name) =>
        page.QuerySelector($"[data-field={name}]")!.TextContent.Trim();

    private static DateTimeOffset Moment(IElement element, string attribute) =>
        DateTimeOffset.Parse(
            element.GetAttribute(attribute)!,
            System.Globalization.CultureInfo.InvariantCulture
        );
}

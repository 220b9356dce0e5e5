using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class CompareTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Two_sessions_are_named_by_where_they_first_part()
    {
        var (well, failed) = await WellAndFailedAsync();

        var page = await _app.PageAsync($"/compare?a={well.Id}&b={failed.Id}");

        Assert.Contains("Api Phase", page.Text("#first-difference p"));
        Assert.Equal(
            ["success", "failed"],
            page.QuerySelectorAll("#first-difference b").Select(b => b.TextContent)
        );
    }

    [Fact]
    public async Task Sessions_that_went_alike_have_no_difference()
    {
        var first = await FinishedAsync(minutesAgo: 9);
        var second = await FinishedAsync(minutesAgo: 5);

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        Assert.Contains("Same course", page.Text("#first-difference strong"));
        Assert.Equal("", page.Text("tr[data-figure=equity] td:last-child"));
    }

    [Fact]
    public async Task Every_figure_is_that_of_each_session_and_what_lies_between()
    {
        var first = await FinishedAsync(minutesAgo: 9);
        var second = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.RunToApiPhaseAsync(second);
        await second.After(2).BeatAsync(9_900, losses: 1);
        await second.EndPhaseAsync();
        await second.EndAsync();

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        Assert.Equal(["€10,150.00", "€9,900.00", "−€250.00"], Figures(page, "equity"));
        Assert.Equal(["+1.50 %", "−1.00 %", "−2.50 points"], Figures(page, "roi"));
        Assert.Equal(["9", "8", "−1"], Figures(page, "trades"));
        Assert.Equal(["3/3", "3/3", ""], Figures(page, "phases"));
    }

    [Fact]
    public async Task Without_script_both_curves_are_drawn_on_one_axis_of_elapsed_time()
    {
        var first = await FinishedAsync(minutesAgo: 9);
        var second = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await second.StartAsync();
        await second.After(1).BeatAsync(10_000);
        await second.After(10).BeatAsync(10_050);
        await second.EndAsync();

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        var lines = page.QuerySelectorAll("#overlay path").ToList();
        Assert.Equal(["line", "line other"], lines.Select(line => line.ClassName));
        Assert.Equal([13, 2], lines.Select(line => Regex.Count(line.GetAttribute("d")!, "[ML]")));
        // Elapsed, not the time of day: they ran four minutes apart, and both begin on the left.
        Assert.All(lines, line => Assert.InRange(StartOf(line), 0, 300));
        var words = page.QuerySelectorAll("#overlay text")
            .Select(text => text.TextContent)
            .ToList();
        Assert.Contains("10,000.00", words);
        Assert.Contains("0 s", words);
        Assert.DoesNotContain(words, word => word.Contains('%', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_of_different_capital_are_drawn_in_percent_of_each_ones_own()
    {
        var first = await FinishedAsync(minutesAgo: 9);
        var second = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await second.WriteAsync(
            second.Event(EventType.RunnerStart) with
            {
                Session = new SessionHeader { RunnerName = "small", InitialCapital = 100 },
            }
        );
        await second.After(10).BeatAsync(100);
        await second.After(10).BeatAsync(110);

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        Assert.Equal(2, page.QuerySelectorAll("#overlay path").Length);
        Assert.Contains(
            "10.00 %",
            page.QuerySelectorAll("#overlay text").Select(t => t.TextContent)
        );
    }

    [Fact]
    public async Task Sessions_without_two_values_of_equity_have_no_curves_and_it_says_so()
    {
        var first = _app.Runner();
        await first.StartAsync();
        await first.After(0.5).BeatAsync(10_000);
        var second = _app.Runner();
        await second.StartAsync();

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        Assert.Null(page.QuerySelector("#overlay svg"));
        Assert.Contains(
            "No session has an equity curve",
            page.QuerySelector("#compare noscript")!.TextContent
        );
    }

    [Fact]
    public async Task The_checkpoints_stand_side_by_side()
    {
        var first = await FinishedAsync(minutesAgo: 9);
        var second = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await second.StartAsync();
        await second.PhaseAsync("data_phase", 0);
        await second.After(0.5).CheckAsync("schema_ok", EventStatus.Fail, "no rows");
        await second.EndAsync(EventStatus.Failed);

        var page = await _app.PageAsync($"/compare?a={first.Id}&b={second.Id}");

        var schema = page.QuerySelectorAll("tr[data-checkpoint=schema_ok] .side");
        Assert.Contains("pass", schema[0].TextContent);
        Assert.Contains("1,860 rows", schema[0].TextContent);
        Assert.Contains("fail", schema[1].TextContent);
        Assert.Contains(
            "absent",
            page.QuerySelectorAll("tr[data-checkpoint=lint_ok] .side")[1].TextContent
        );
    }

    [Fact]
    public async Task Any_two_from_the_list_lead_to_an_address_with_the_older_one_first()
    {
        var older = await FinishedAsync(minutesAgo: 9);
        var newer = await FinishedAsync(minutesAgo: 5);

        Assert.Equal(
            $"/compare?a={older.Id}&b={newer.Id}",
            await RedirectAsync($"/compare?session={newer.Id}&session={older.Id}")
        );
    }

    [Fact]
    public async Task Up_to_four_sessions_are_compared_with_the_first()
    {
        var runners = new List<ScriptedRunner>();
        foreach (var minutes in (int[])[20, 15, 10])
        {
            runners.Add(await FinishedAsync(minutes));
        }

        var failed = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(failed, EventStatus.Failed);
        runners.Add(failed);
        var ids = runners.ConvertAll(runner => runner.Id);
        var address = $"/compare?a={ids[0]}&b={ids[1]}&c={ids[2]}&d={ids[3]}";

        Assert.Equal(
            address,
            await RedirectAsync(
                $"/compare?session={ids[3]}&session={ids[1]}&session={ids[0]}&session={ids[2]}"
            )
        );
        var page = await _app.PageAsync(address);
        Assert.Equal(4, Figures(page, "trades").Count());
        Assert.Equal(
            ["success", "success", "success", "failed"],
            page.QuerySelectorAll("[data-figure^=verdict-] .badge")
                .Select(badge => badge.TextContent.Trim().Split(' ')[^1].ToLowerInvariant())
        );
        Assert.Equal(4, page.QuerySelectorAll("tr[data-checkpoint=schema_ok] .side").Length);
        Assert.Equal(4, page.QuerySelectorAll("#overlay path").Length);
        Assert.Equal(
            ["success", "failed"],
            page.QuerySelectorAll("#first-difference b").Select(b => b.TextContent)
        );
    }

    [Fact]
    public async Task Changed_parameters_are_named_first()
    {
        var first = await StatedAsync("""{"risk":0.5,"window":20}""", "1.8.1", minutesAgo: 9);
        var second = await StatedAsync("""{"risk":0.5,"window":50}""", "1.8.2", minutesAgo: 5);

        var page = await _app.PageAsync($"/compare?a={first}&b={second}");

        Assert.Equal("Changed: window 20 → 50", Words(page.Text("[data-field=changed]")));
        Assert.Equal(
            ["window", "service.version"],
            page.QuerySelectorAll("tr[data-fact]").Select(row => row.GetAttribute("data-fact"))
        );
        Assert.Contains("risk", page.Text("#facts details"));
        // Two processes always differ in these.
        Assert.DoesNotContain("process.pid", page.Text("#facts"));
    }

    private static string Words(string text) => Regex.Replace(text, @"\s+", " ");

    private async Task<string> StatedAsync(string parameters, string version, int minutesAgo)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-minutesAgo));
        await runner.WriteAsync(
            runner.Event(EventType.RunnerStart) with
            {
                Session = new SessionHeader { RunnerName = "stated" },
                Run = new RunFacts(
                    parameters,
                    $$"""{"service.version":"{{version}}","process.pid":{{minutesAgo}}}"""
                ),
            }
        );
        return runner.Id;
    }

    [Fact]
    public async Task A_session_is_compared_with_the_one_that_its_runner_had_before()
    {
        var oldest = await FinishedAsync(minutesAgo: 20);
        var previous = await FinishedAsync(minutesAgo: 9);
        var other = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-7));
        await other.StartAsync(runnerName: "another runner");
        var latest = await FinishedAsync(minutesAgo: 5);

        Assert.Equal(
            $"/compare?a={previous.Id}&b={latest.Id}",
            await RedirectAsync($"/sessions/{latest.Id}/compare")
        );
        var page = await _app.PageAsync($"/sessions/{oldest.Id}/compare", HttpStatusCode.NotFound);
        Assert.NotNull(page.QuerySelector("[data-notice=no-previous]"));
    }

    [Theory]
    [InlineData("/compare", HttpStatusCode.BadRequest, "choose-two")]
    [InlineData("/compare?session=one", HttpStatusCode.BadRequest, "choose-two")]
    [InlineData("/compare?a=nobody&b=nobody", HttpStatusCode.NotFound, "unknown-session")]
    [InlineData("/sessions/nobody/compare", HttpStatusCode.NotFound, "unknown-session")]
    public async Task Less_than_two_sessions_are_a_page_that_says_what_to_do(
        string path,
        HttpStatusCode status,
        string notice
    )
    {
        _ = _app.Writer;

        var page = await _app.PageAsync(path, status);

        Assert.NotNull(page.QuerySelector($"[data-notice={notice}]"));
    }

    private async Task<(ScriptedRunner Well, ScriptedRunner Failed)> WellAndFailedAsync()
    {
        var well = await FinishedAsync(minutesAgo: 9);
        var failed = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(failed, EventStatus.Failed);
        return (well, failed);
    }

    private async Task<ScriptedRunner> FinishedAsync(int minutesAgo)
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-minutesAgo));
        await Scripts.FinishedAsync(runner);
        return runner;
    }

    private async Task<string?> RedirectAsync(string path)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = _app.Address };
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }

    private static double StartOf(IElement line) =>
        double.Parse(
            Regex.Match(line.GetAttribute("d")!, @"M([\d.]+) ").Groups[1].Value,
            CultureInfo.InvariantCulture
        );

    private static IEnumerable<string> Figures(IDocument page, string name) =>
        page.QuerySelectorAll($"tr[data-figure={name}] td").Select(cell => cell.TextContent.Trim());
}

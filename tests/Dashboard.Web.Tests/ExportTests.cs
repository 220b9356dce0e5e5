using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

public sealed class ExportTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_events_file_has_every_event_once_oldest_first()
    {
        var runner = await FinishedAsync();

        var (name, text) = await FileAsync(runner, "events");

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var times = lines.Select(line => (DateTimeOffset)JsonNode.Parse(line)!["timestamp"]!);
        using var client = _app.CreateClient();
        var session = JsonNode.Parse(await client.GetStringAsync($"/api/sessions/{runner.Id}"))!;
        Assert.EndsWith(".jsonl", name);
        Assert.Equal((int)session["counts"]!["events"]!, lines.Length);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task The_otlp_file_has_an_export_request_a_line()
    {
        var runner = await FinishedAsync();

        var (name, text) = await FileAsync(runner, "otlp");

        var kinds = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject().Single().Key)
            .Distinct();
        Assert.EndsWith(".otlp.jsonl", name);
        Assert.Equal(["resourceLogs", "resourceMetrics", "resourceSpans"], kinds.Order());
    }

    [Fact]
    public async Task The_page_file_loads_nothing_and_runs_nothing()
    {
        const string evil = "<script>alert(1)</script><img src=x>";
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await runner.StartAsync(runnerName: evil);
        await runner.PhaseAsync(evil, 0);
        await runner.CheckAsync(evil, Sessions.EventStatus.Fail, evil);
        await runner.ErrorAsync(evil, evil);

        var (name, text) = await FileAsync(runner, "html");

        var page = new HtmlParser().ParseDocument(text);
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe, [src], [href]"));
        Assert.DoesNotContain("url(", text);
        Assert.Contains(evil, page.Body!.TextContent);
        Assert.Matches("^[A-Za-z0-9_-]+\\.html$", name);
    }

    [Fact]
    public async Task The_page_file_shows_the_sessions_figures_curve_and_events()
    {
        var runner = await FinishedAsync();

        var page = new HtmlParser().ParseDocument((await FileAsync(runner, "html")).Text);

        Assert.Equal("success", page.QuerySelector(".verdict")!.GetAttribute("data-verdict"));
        var figures = page.QuerySelector(".figures")!.TextContent;
        Assert.Contains("€10,150.00", figures);
        Assert.Contains("+1.50 %", figures);
        Assert.NotEmpty(page.QuerySelector("svg path.line")!.GetAttribute("d")!);
        Assert.Contains("gaps_ok", page.Body!.TextContent);
        Assert.Contains("runner_end", page.Body.TextContent);
    }

    [Fact]
    public async Task A_session_that_has_said_nothing_but_its_start_is_a_page_too()
    {
        var runner = _app.Runner();
        await runner.StartAsync();

        var page = new HtmlParser().ParseDocument((await FileAsync(runner, "html")).Text);

        Assert.Null(page.QuerySelector("svg"));
        Assert.Contains("runner_start", page.Body!.TextContent);
    }

    [Fact]
    public async Task The_sessions_page_offers_every_format()
    {
        var runner = await FinishedAsync();

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var links = page.QuerySelectorAll(".menu a").Select(a => a.GetAttribute("href")!).ToArray();
        // Four files of the session, and its trades.
        Assert.Equal(5, links.Length);
        using var client = _app.CreateClient();
        foreach (var link in links)
        {
            using var answer = await client.GetAsync(link);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_unknown_format_or_session_is_a_problem()
    {
        var runner = await FinishedAsync();
        using var client = _app.CreateClient();

        using var format = await client.GetAsync($"/api/sessions/{runner.Id}/export?format=pdf");
        using var session = await client.GetAsync("/api/sessions/nobody/export");

        Assert.Equal(HttpStatusCode.BadRequest, format.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, session.StatusCode);
    }

    private async Task<ScriptedRunner> FinishedAsync()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-2));
        await Scripts.FinishedAsync(runner);
        return runner;
    }

    private async Task<(string Name, string Text)> FileAsync(ScriptedRunner runner, string format)
    {
        using var client = _app.CreateClient();
        using var answer = await client.GetAsync(
            $"/api/sessions/{runner.Id}/export?format={format}"
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'), text);
    }
}

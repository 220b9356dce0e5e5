using System.Net;
using Dashboard.Tests.Store;

namespace Dashboard.Web.Tests;

/// <summary>What a page loads beside itself.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_page_has_one_script_and_one_style_sheet_named_by_their_content()
    {
        var runner = _app.Runner();
        await Scripts.FinishedAsync(runner);
        using var client = _app.CreateClient();
        var missing = await _app.PageAsync("/nowhere", HttpStatusCode.NotFound);

        foreach (
            var page in (AngleSharp.Dom.IDocument[])
                [
                    await _app.PageAsync("/"),
                    await _app.PageAsync($"/sessions/{runner.Id}"),
                    await _app.PageAsync($"/compare?a={runner.Id}&b={runner.Id}"),
                    missing,
                ]
        )
        {
            var script = Assert.Single(page.QuerySelectorAll("script[src]")).GetAttribute("src")!;
            var style = Assert
                .Single(page.QuerySelectorAll("link[rel=stylesheet]"))
                .GetAttribute("href")!;
            Assert.Matches(@"^/dist/[a-z]+\.[a-z0-9]+\.js$", script);
            Assert.Matches(@"^/dist/app\.[a-z0-9]+\.css$", style);
            Assert.NotEmpty(await client.GetStringAsync(script));
            Assert.NotEmpty(await client.GetStringAsync(style));
        }
    }

    [Fact]
    public async Task A_page_loads_only_what_it_runs()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        using var client = _app.CreateClient();

        Assert.DoesNotContain("uplot", await ScriptAsync("/"));
        Assert.Contains("uplot", await ScriptAsync($"/sessions/{runner.Id}"));
        Assert.DoesNotContain("htmx", await ScriptAsync("/sessions/nobody"));

        async Task<string> ScriptAsync(string path)
        {
            var page = await _app.PageAsync(
                path,
                path.EndsWith("nobody", StringComparison.Ordinal)
                    ? HttpStatusCode.NotFound
                    : HttpStatusCode.OK
            );
            return await client.GetStringAsync(
                page.QuerySelector("script[src]")!.GetAttribute("src")!
            );
        }
    }

    [Fact]
    public async Task What_the_chart_asks_for_is_on_its_way_with_the_page()
    {
        var runner = _app.Runner();
        await Scripts.FinishedAsync(runner);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var chart = page.QuerySelector("#chart")!;
        Assert.Equal(
            [chart.GetAttribute("data-equity"), chart.GetAttribute("data-marks")],
            page.QuerySelectorAll("link[rel=preload]").Select(link => link.GetAttribute("href"))
        );
    }
}

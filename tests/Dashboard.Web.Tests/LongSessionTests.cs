using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>A session of many hours is sent in as little as a short one, and nothing of it is out of reach.</summary>
public sealed class LongSessionTests : IAsyncLifetime
{
    private const int Beats = 10_000;

    private readonly DashboardApp _app = new();
    private ScriptedRunner _runner = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _runner = _app.Runner(start: DateTimeOffset.UtcNow.AddSeconds(-3 * Beats));
        await _runner.StartAsync();
        await _runner.After(0.1).PhaseAsync("api_phase", 0);
        var start = _runner.Now;
        for (var i = 0; i < Beats; i += 1_000)
        {
            SessionEvent[] events =
            [
                .. Enumerable
                    .Range(i + 1, 1_000)
                    .SelectMany(n => (SessionEvent[])[BeatOf(n, start), CheckOf(n, start)]),
            ];
            await _runner.After(3 * 1_000).WriteAsync(events);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Its_page_holds_a_bounded_number_of_rows_ticks_and_bytes()
    {
        var page = await _app.PageAsync($"/sessions/{_runner.Id}");

        Assert.Equal("20,002", Field(page, "events"));
        Assert.Equal("10,000", Field(page, "beats"));
        Assert.InRange(page.QuerySelectorAll("#plain-rows tr").Length, 100, 210);
        var ticks = page.QuerySelector("#beats .ticks path")!.GetAttribute("d")!;
        Assert.InRange(ticks.Count(c => c == 'M'), 400, 480);
        Assert.InRange(page.DocumentElement.OuterHtml.Length, 1, 250_000);
    }

    [Fact]
    public async Task Its_feed_leads_from_page_to_page_without_a_hole_or_a_double()
    {
        var seen = new List<string>();
        var before = "";
        for (var i = 0; i < 5; i++)
        {
            var page = await ReadAsync($"/sessions/{_runner.Id}/feed?beats=each{before}");
            seen.AddRange(
                page["rows"]!
                    .AsArray()
                    .Where(row => (string)row!["kind"]! == "event")
                    .Select(row => (string)row!["id"]!)
            );
            before = $"&before={page["older"]}";
        }

        var events = await ReadAsync($"/api/sessions/{_runner.Id}/events?limit=500");
        Assert.Equal(events["items"]!.AsArray().Select(e => (string)e!["id"]!), seen);
    }

    [Fact]
    public async Task Its_curve_comes_in_as_many_points_as_asked_for_with_the_extremes()
    {
        var whole = await EquityAsync("?points=100000");
        var reduced = await EquityAsync("?points=2000");

        Assert.Equal(Beats, whole.Length);
        Assert.InRange(reduced.Length, 1_000, 2_000);
        Assert.Equal(whole.Min(p => p.Equity), reduced.Min(p => p.Equity));
        Assert.Equal(whole.Max(p => p.Equity), reduced.Max(p => p.Equity));
        Assert.Equal(whole[0], reduced[0]);
        Assert.Equal(whole[^1], reduced[^1]);
    }

    [Fact]
    public async Task A_window_of_its_curve_is_that_part_of_the_whole_with_the_wholes_drawdowns()
    {
        var whole = await EquityAsync("?points=100000");
        var (from, to) = (whole[4_000].Time, whole[4_999].Time);
        var window = $"from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}";

        Assert.Equal(whole[4_000..5_000], await EquityAsync($"?points=1000&{window}"));
        var closer = await EquityAsync($"?points=100&{window}");
        Assert.InRange(closer.Length, 50, 100);
        Assert.Subset(whole[4_000..5_000].ToHashSet(), closer.ToHashSet());
        Assert.Equal(whole[4_000..5_000].Min(p => p.Equity), closer.Min(p => p.Equity));
        Assert.Equal(whole[4_000..5_000].Max(p => p.Drawdown), closer.Max(p => p.Drawdown));
    }

    private static string Field(IDocument page, string name) =>
        page.QuerySelector($"[data-field={name}]")!.TextContent.Trim();

    private SessionEvent BeatOf(int n, DateTimeOffset start) =>
        _runner.Event(EventType.Heartbeat) with
        {
            Timestamp = start.AddSeconds(3 * n),
            Level = EventLevel.Debug,
            Beat = new Beat(n, 3, n),
            Figures = new Figures { Equity = 10_000 + 500 * Math.Sin(n * 0.01) + n % 7 },
        };

    private SessionEvent CheckOf(int n, DateTimeOffset start) =>
        _runner.Event(EventType.Checkpoint) with
        {
            Timestamp = start.AddSeconds(3 * n - 1),
            Checkpoint = "bar_ok",
            Status = EventStatus.Pass,
        };

    private async Task<Point[]> EquityAsync(string query) =>
        [
            .. (await ReadAsync($"/api/sessions/{_runner.Id}/equity{query}"))["points"]!
                .AsArray()
                .Select(p => new Point(
                    (string)p!["timestamp"]!,
                    (double)p["equity"]!,
                    (double)p["drawdown"]!
                )),
        ];

    private async Task<JsonNode> ReadAsync(string path)
    {
        using var client = _app.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync(path))!;
    }

    private sealed record Point(string Time, double Equity, double Drawdown);
}

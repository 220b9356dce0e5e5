using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

public sealed class ListTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Rows_are_sorted_as_the_address_says()
    {
        var winner = await EndedAsync(hoursAgo: 3, equity: 10_900, seconds: 10);
        var loser = await EndedAsync(hoursAgo: 2, equity: 9_100, seconds: 400);
        var flat = await EndedAsync(hoursAgo: 1, equity: 10_000, seconds: 60);

        Assert.Equal([flat, loser, winner], await IdsAsync("/"));
        Assert.Equal([winner, loser, flat], await IdsAsync("/?order=asc"));
        Assert.Equal([loser, flat, winner], await IdsAsync("/?sort=duration"));
        Assert.Equal([winner, flat, loser], await IdsAsync("/?sort=roi"));
        Assert.Equal([loser, flat, winner], await IdsAsync("/?sort=roi&order=asc"));
    }

    [Fact]
    public async Task Filters_in_the_address_are_in_force_and_shown_as_chosen()
    {
        var well = await EndedAsync(hoursAgo: 3);
        var failed = await EndedAsync(hoursAgo: 50, end: EventStatus.Failed, name: "night-runner");
        var silent = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-30));
        await Scripts.RunToApiPhaseAsync(silent);

        Assert.Equal([failed], await IdsAsync("/?verdict=failed"));
        Assert.Equal([silent.Id], await IdsAsync("/?verdict=lost"));
        Assert.Equal([silent.Id, failed], await IdsAsync("/?verdict=attention"));
        Assert.Equal([failed], await IdsAsync("/?verdict=attention&status=failed"));
        Assert.Equal([silent.Id], await IdsAsync("/?status=running"));
        Assert.Equal([failed], await IdsAsync("/?runner=night-runner"));
        Assert.Equal([failed], await IdsAsync("/?q=NIGHT"));
        Assert.Equal([well], await IdsAsync($"/?q={well}"));
        Assert.Equal([silent.Id, well], await IdsAsync("/?range=24h"));
        Assert.Equal([failed], await IdsAsync($"/?range=custom&to={Day(-49)}"));
        Assert.Equal([silent.Id, well], await IdsAsync($"/?from={Day(-24)}"));
        var page = await _app.PageAsync("/?verdict=failed&runner=night-runner&range=30d");
        Assert.Equal(
            ["failed", "night-runner", "30d"],
            page.QuerySelectorAll("#filters option[selected]").Select(o => o.GetAttribute("value"))
        );
    }

    [Fact]
    public async Task A_lost_session_is_found_and_counted_behind_thousands_that_run()
    {
        var lost = _app.Runner(start: DateTimeOffset.UtcNow.AddHours(-3));
        await Scripts.RunToApiPhaseAsync(lost);
        var batch = new WriteBatch { ArrivedAt = DateTimeOffset.UtcNow };
        for (var i = 0; i < 6_000; i++)
        {
            batch.Events.Add(
                lost.Event(EventType.RunnerStart) with
                {
                    SessionId = $"well-{i}",
                    Timestamp = DateTimeOffset.UtcNow,
                    Phase = null,
                    TraceId = null,
                }
            );
        }

        await _app.Writer.WriteAsync(batch, default);

        Assert.Equal([lost.Id], await IdsAsync("/?verdict=attention"));
        var all = await _app.PageAsync("/");
        Assert.Equal("6,001", Totals(all).First());
        Assert.Equal("1 needs attention", all.QuerySelector(".unwell")!.TextContent.Trim());
        Assert.Equal("6,000", Totals(await _app.PageAsync("/?verdict=running")).First());
        Assert.Equal("1", Totals(await _app.PageAsync("/?verdict=attention")).First());
    }

    [Fact]
    public async Task Totals_are_the_sum_of_the_rows_that_the_filter_lets_through()
    {
        await EndedAsync(hoursAgo: 3, equity: 10_900);
        await EndedAsync(hoursAgo: 2, equity: 9_950, end: EventStatus.Failed);
        await EndedAsync(hoursAgo: 1, equity: 10_100);
        await _app.Runner().StartAsync();

        var all = await _app.PageAsync("/");
        var failed = await _app.PageAsync("/?verdict=failed");

        Assert.Equal(["4", "1", "66.7 %", "+€950.00"], Totals(all));
        Assert.Equal(["1", "0", "0.0 %", "−€50.00"], Totals(failed));
    }

    [Fact]
    public async Task Rows_stand_under_the_readers_own_days_with_each_days_totals()
    {
        // 23:30 UTC is the next day already in Berlin.
        var late = new DateTimeOffset(2026, 3, 2, 23, 30, 0, TimeSpan.Zero);
        await EndedAtAsync(late, equity: 10_100);
        await EndedAtAsync(late.AddHours(-2), equity: 10_200);
        await EndedAtAsync(late.AddHours(-3), equity: 10_300, end: EventStatus.Failed);

        var utc = await _app.PageAsync("/");
        using var client = _app.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", "zone=Europe%2FBerlin");
        var berlin = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(
            await client.GetStringAsync("/")
        );

        Assert.Equal(["day-2026-03-02"], Headings(utc).Select(h => h.Id));
        Assert.Equal(["day-2026-03-03", "day-2026-03-02"], Headings(berlin).Select(h => h.Id));
        var second = Headings(berlin).Last().TextContent;
        Assert.Contains("2 sessions", second);
        Assert.Contains("50 % success", second);
        Assert.Contains("+€500.00", second);
    }

    [Fact]
    public async Task Older_pages_continue_without_a_hole_a_double_or_a_second_heading()
    {
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var expected = new List<string>();
        for (var i = 0; i < 120; i++)
        {
            var runner = _app.Runner(start: noon.AddMinutes(-i));
            await runner.StartAsync();
            await runner.After(1).EndAsync();
            expected.Add(runner.Id);
        }

        var seen = new List<string>();
        var headings = 0;
        for (var next = "/"; next is not null; )
        {
            var page = await _app.PageAsync(next);
            seen.AddRange(Ids(page));
            headings += Headings(page).Count();
            Assert.Equal("120", page.Text("[data-total=sessions]"));
            next = page.QuerySelector("tr.older a")?.GetAttribute("hx-get");
        }

        Assert.Equal(expected, seen);
        Assert.Equal(1, headings);
    }

    [Fact]
    public async Task A_row_draws_its_equity_and_marks_what_lost()
    {
        var id = await EndedAsync(hoursAgo: 1, equity: 9_900);

        var page = await _app.PageAsync("/");

        var spark = page.QuerySelector($"#s-{id} .spark svg")!;
        Assert.Contains("down", spark.ClassList);
        Assert.True(spark.QuerySelector("polyline")!.GetAttribute("points")!.Split(' ').Length > 2);
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_says_so_and_leads_back()
    {
        await EndedAsync(hoursAgo: 1);

        var page = await _app.PageAsync("/?q=nobody");

        Assert.Equal("/", page.QuerySelector("[data-notice=no-match] a")!.GetAttribute("href"));
    }

    private static string Day(int hours) =>
        DateTimeOffset.UtcNow.AddHours(hours).UtcDateTime.ToString("yyyy-MM-dd", null);

    private Task<string> EndedAsync(
        int hoursAgo,
        double equity = 10_000,
        EventStatus end = EventStatus.Success,
        string name = "index-trader",
        double seconds = 10
    ) => EndedAtAsync(DateTimeOffset.UtcNow.AddHours(-hoursAgo), equity, end, name, seconds);

    private async Task<string> EndedAtAsync(
        DateTimeOffset start,
        double equity,
        EventStatus end = EventStatus.Success,
        string name = "index-trader",
        double seconds = 10
    )
    {
        var runner = _app.Runner(start: start);
        await runner.StartAsync(runnerName: name);
        await runner.After(seconds / 3).BeatAsync(10_000);
        await runner.After(seconds / 3).BeatAsync((10_000 + equity) / 2);
        await runner.After(seconds / 6).BeatAsync(equity);
        await runner.After(seconds / 6).EndAsync(end);
        return runner.Id;
    }

    private async Task<string[]> IdsAsync(string path) => Ids(await _app.PageAsync(path));

    private static string[] Ids(IDocument page) =>
        [.. page.QuerySelectorAll("#sessions tr.row").Select(row => row.Id![2..])];

    private static IEnumerable<IElement> Headings(IDocument page) =>
        page.QuerySelectorAll("#sessions tr.day");

    private static IEnumerable<string> Totals(IDocument page) =>
        page.QuerySelectorAll("#totals [data-total]").Select(total => total.TextContent.Trim());
}

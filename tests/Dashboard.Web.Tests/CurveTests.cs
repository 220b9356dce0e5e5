using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Dashboard.Tests.Store;
using Sessions;

namespace Dashboard.Web.Tests;

/// <summary>The equity curve as it stands in the page itself.</summary>
public sealed class CurveTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync()
    {
        _ = _app.Writer;
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_curve_has_its_points_its_drawdown_its_phases_and_both_ends()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await Scripts.FinishedAsync(runner);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var curve = page.QuerySelector("#chart svg.curve")!;
        // 13 beats state equity.
        Assert.Equal(13, Regex.Count(Path(curve, "line"), "[ML]"));
        Assert.Equal(26, Regex.Count(Path(curve, "fall"), "[ML]"));
        Assert.Equal(
            ["€10,000.00", "€10,150.00"],
            curve.QuerySelectorAll(".value").Select(value => value.TextContent)
        );
        Assert.Contains("Strategy Phase", curve.TextContent);
        Assert.Equal(2, curve.QuerySelectorAll(".band").Length);
    }

    [Fact]
    public async Task Time_on_the_curve_is_time_on_the_strip_of_beats_beneath()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await runner.StartAsync();
        await runner.After(10).BeatAsync(10_000);
        await runner.After(10).BeatAsync(10_100);
        await runner.After(20).EndAsync();

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        var places = Regex
            .Matches(Path(page.QuerySelector("#chart svg.curve")!, "line"), @"[ML]([\d.]+) ")
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal([250, 500], places.Select(place => Math.Round(place)));
    }

    [Fact]
    public async Task Of_signs_that_would_touch_the_gravest_is_drawn()
    {
        var runner = _app.Runner(start: DateTimeOffset.UtcNow.AddMinutes(-5));
        await runner.StartAsync();
        await runner.After(10).BeatAsync(10_000);
        await runner.After(0.1).CheckAsync("schema_ok");
        await runner.After(0.1).CheckAsync("gaps_ok", EventStatus.Fail);
        await runner.After(0.1).CheckAsync("lint_ok");
        await runner.After(50).BeatAsync(10_100);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.Equal("❌", page.Text("#chart svg.curve .glyph"));
    }

    [Fact]
    public async Task A_session_with_one_point_has_no_curve_yet_and_says_so()
    {
        var runner = _app.Runner();
        await runner.StartAsync();
        await runner.After(0.5).BeatAsync(10_000);

        var page = await _app.PageAsync($"/sessions/{runner.Id}");

        Assert.Null(page.QuerySelector("svg.curve"));
        Assert.Contains("The curve appears", page.QuerySelector("#equity noscript")!.TextContent);
    }

    private static string Path(IElement curve, string name) =>
        curve.QuerySelector($"path.{name}")!.GetAttribute("d")!;
}

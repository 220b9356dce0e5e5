using System.Globalization;
using System.Text.Json;
using Load.Measure;
using Microsoft.Playwright;

namespace Viewers;

/// <summary>
/// The session of 100,000 events and 50,000 beats that <c>benchmarks/Store page</c> writes: how long it takes to open, how
/// its feed scrolls, and what each beat costs that comes while somebody looks.
/// </summary>
internal static class LongSession
{
    private const int Turns = 400;
    private const int Beats = 100;

    private const string Observe = """
        () => {
          window.frames = [];
          window.longTasks = [];
          new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: "longtask" });
          let last = performance.now();
          const frame = (now) => (frames.push(now - last), (last = now), requestAnimationFrame(frame));
          requestAnimationFrame(frame);
        }
        """;

    public static async Task MeasureAsync(RunningStack stack)
    {
        var id = await LongestAsync(stack);
        var address = new Uri(stack.Dashboard, $"/sessions/{id}");
        await using var browser = await Browser.StartAsync();
        await FirstLoad.PrintAsync("100,000 events", address, browser);
        await ScrollAsync(await browser.LookAsync(address));
        await BeatAsync(stack, id, await browser.LookAsync(address));
    }

    /// <summary>What each beat of the longest session costs collector and dashboard while somebody looks.</summary>
    public static async Task MeasureBeatAsync(RunningStack stack)
    {
        var id = await LongestAsync(stack);
        await using var browser = await Browser.StartAsync();
        await BeatAsync(
            stack,
            id,
            await browser.LookAsync(new Uri(stack.Dashboard, $"/sessions/{id}"))
        );
    }

    private static async Task<string> LongestAsync(RunningStack stack)
    {
        using var list = JsonDocument.Parse(
            await stack.Client.GetStringAsync(
                new Uri(stack.Dashboard, "/api/sessions?sort=duration&limit=1")
            )
        );
        return list.RootElement.GetProperty("items")[0].GetProperty("session_id").GetString()!;
    }

    /// <summary>Turns of the wheel over the feed, at each of whose ends older rows are fetched.</summary>
    private static async Task ScrollAsync(IPage page)
    {
        var feed = (await page.Locator("#feed .scroll").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(feed.X + feed.Width / 2, feed.Y + feed.Height / 2);
        await page.EvaluateAsync(Observe);
        for (var i = 0; i < Turns; i++)
        {
            await page.Mouse.WheelAsync(0, 900);
            await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        }

        Console.WriteLine(
            $"  rows after {Turns} turns of the wheel: {await page.Locator("#rows tbody tr").CountAsync()}"
        );
        await PrintAsync("scrolling", page);
        await page.Context.CloseAsync();
    }

    private static async Task BeatAsync(RunningStack stack, string id, IPage page)
    {
        using var session = JsonDocument.Parse(
            await stack.Client.GetStringAsync(new Uri(stack.Dashboard, $"/api/sessions/{id}"))
        );
        var number = session.RootElement.GetProperty("counts").GetProperty("heartbeats").GetInt64();
        await page.EvaluateAsync(Observe);
        var before = ProcessSample.Of(stack.DashboardId);
        var collectorBefore = ProcessSample.Of(stack.CollectorId);
        for (var i = 1; i <= Beats; i++)
        {
            await Otlp.BeatAsync(stack, id, number + i, 10_000 + i);
            await Task.Delay(100);
        }

        var after = ProcessSample.Of(stack.DashboardId);
        var collectorAfter = ProcessSample.Of(stack.CollectorId);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  a beat while one looks, of {number:n0}: {(after.CpuSeconds - before.CpuSeconds) / Beats * 1000:0.0} ms of the dashboard's processor time, {(collectorAfter.CpuSeconds - collectorBefore.CpuSeconds) / Beats * 1000:0.0} ms of the collector's; {after.ResidentBytes / 1e6:0} MB resident"
            )
        );
        await PrintAsync("beating", page);
        await page.Context.CloseAsync();
    }

    private static async Task PrintAsync(string title, IPage page)
    {
        Percentiles.Print($"  {title}, frames", await page.EvaluateAsync<double[]>("frames"));
        Percentiles.Print(
            $"  {title}, tasks over 50 ms",
            await page.EvaluateAsync<double[]>("longTasks")
        );
    }
}

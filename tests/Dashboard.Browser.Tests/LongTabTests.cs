using System.Globalization;
using Dashboard.Tests.Store;
using Microsoft.Playwright;
using Sessions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests;

/// <summary>A tab that stays open while events keep coming: it holds no more after hours than after minutes.</summary>
public sealed class LongTabTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>Events of a second, and committed together.</summary>
    private const int Rate = 20;

    private int _sent;

    [Fact]
    public Task Thousands_of_events_leave_heap_and_nodes_as_they_were() =>
        WatchAsync(warmUp: 60, seconds: 240, pause: TimeSpan.Zero);

    /// <summary>The same at the pace of a clock; <c>SOAK_MINUTES</c> says for how long, 60 by default.</summary>
    [Fact(Explicit = true)]
    public Task An_hour_of_events_leaves_heap_and_nodes_as_they_were()
    {
        var minutes = int.Parse(
            Environment.GetEnvironmentVariable("SOAK_MINUTES") ?? "60",
            CultureInfo.InvariantCulture
        );
        return WatchAsync(warmUp: 120, minutes * 60, TimeSpan.FromSeconds(1));
    }

    private async Task WatchAsync(int warmUp, int seconds, TimeSpan pause)
    {
        var runner = App.Runner(start: DateTimeOffset.UtcNow.AddHours(-2));
        await runner.StartAsync();
        await runner.PhaseAsync("live_phase", 0);
        var page = await OpenAsync($"/sessions/{runner.Id}");
        await LiveAsync(page);

        await SendAsync(runner, page, warmUp, pause);
        var (heap, nodes) = await MeasureAsync(page);
        await SendAsync(runner, page, seconds, pause);
        var (heapAfter, nodesAfter) = await MeasureAsync(page);

        var nodesOfARow = await page.EvaluateAsync<double>(
            "document.querySelector('#rows tbody').childNodes.length / document.querySelectorAll('#rows tbody tr').length"
        );
        var figures =
            $"heap {heap / 1024:N0} to {heapAfter / 1024:N0} KB, nodes {nodes:N0} to {nodesAfter:N0}, {nodesOfARow:N1} for a row";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(nodesAfter < nodes * 1.25, figures);
        // A row that is gone leaves nothing behind.
        Assert.True(nodesOfARow < 9, figures);
        Assert.True(heapAfter < heap + 3 * 1024 * 1024, figures);
    }

    private async Task SendAsync(ScriptedRunner runner, IPage page, int seconds, TimeSpan pause)
    {
        using var second = pause > TimeSpan.Zero ? new PeriodicTimer(pause) : null;
        for (var i = 0; i < seconds; i++)
        {
            await runner.WriteAsync([
                .. Enumerable
                    .Range(0, Rate - 1)
                    .Select(_ =>
                        runner.After(1.0 / Rate).Event(EventType.Checkpoint) with
                        {
                            Checkpoint = $"check_{++_sent}",
                            Status = EventStatus.Pass,
                        }
                    ),
            ]);
            await runner.After(1.0 / Rate).BeatAsync(10_000 + i % 100);
            if (second is not null)
            {
                await second.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
            else if (i % 10 == 9)
            {
                await SeenAsync(page);
            }
        }

        await SeenAsync(page);
    }

    private Task SeenAsync(IPage page) =>
        Expect(page.Locator("#rows tr[data-type=checkpoint] .msg").First)
            .ToContainTextAsync($"check_{_sent.ToString(CultureInfo.InvariantCulture)}");

    private static async Task<(double Heap, double Nodes)> MeasureAsync(IPage page)
    {
        var client = await page.Context.NewCDPSessionAsync(page);
        await client.SendAsync("Performance.enable");
        // Twice: what the first one freed may have held more.
        await client.SendAsync("HeapProfiler.collectGarbage");
        await client.SendAsync("HeapProfiler.collectGarbage");
        var metrics = (await client.SendAsync("Performance.getMetrics"))!
            .Value.GetProperty("metrics")
            .EnumerateArray()
            .ToDictionary(
                metric => metric.GetProperty("name").GetString()!,
                metric => metric.GetProperty("value").GetDouble()
            );
        await client.DetachAsync();
        return (metrics["JSHeapUsedSize"], metrics["Nodes"]);
    }
}

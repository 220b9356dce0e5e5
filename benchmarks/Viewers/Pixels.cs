using System.Text.Json;
using Microsoft.Playwright;

namespace Viewers;

/// <summary>
/// How long until an event is on the page: a row of the feed counts as seen in the frame after the one that it was
/// added in. Emission is the event's own time, by the same machine's clock.
/// </summary>
internal static class Pixels
{
    private const int Samples = 300;

    private const string Observe = """
        () => {
          window.seen = [];
          const known = new Set([...document.querySelectorAll("#rows tr[id]")].map((row) => row.id));
          new MutationObserver(() => {
            for (const row of document.querySelectorAll("#rows tr[id]")) {
              if (known.has(row.id)) continue;
              known.add(row.id);
              const at = Date.parse(row.querySelector("time")?.getAttribute("datetime") ?? "");
              const words = row.querySelector(".msg")?.textContent ?? "";
              requestAnimationFrame(() => requestAnimationFrame(() => window.seen.push([at, words, Date.now()])));
            }
          }).observe(document.body, { subtree: true, childList: true });
        }
        """;

    /// <summary>The reference runner with its default settings, one session from its first second on.</summary>
    public static async Task OfRunnerAsync(RunningStack stack)
    {
        var id = await stack.StartRunnerAsync();
        await using var browser = await Browser.StartAsync();
        var page = await LookAsync(stack, id, browser);
        await Task.Delay(TimeSpan.FromSeconds(60));
        var seen = await SeenAsync(page);
        Percentiles.Print("emission to pixel", seen.Select(s => s.PixelAt - s.EventAt));
    }

    /// <summary>One log event at a time over OTLP/HTTP; from the collector's answer to the pixel.</summary>
    public static async Task OfAcknowledgedAsync(RunningStack stack)
    {
        var id = Guid.CreateVersion7().ToString();
        await Otlp.StartAsync(stack, id);
        await using var browser = await Browser.StartAsync();
        var page = await LookAsync(stack, id, browser);
        var acknowledged = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Samples; i++)
        {
            var name = $"sample_{i:000}";
            await Otlp.CheckAsync(stack, id, name);
            acknowledged[name] = DateTimeOffset
                .UtcNow.Subtract(DateTimeOffset.UnixEpoch)
                .TotalMilliseconds;
            await Task.Delay(100 + i % 40);
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        var seen = await SeenAsync(page);
        Percentiles.Print(
            "acknowledgement to pixel",
            seen.Where(s => acknowledged.ContainsKey(s.Words.Split(' ')[0]))
                .Select(s => Math.Max(0, s.PixelAt - acknowledged[s.Words.Split(' ')[0]]))
        );
    }

    /// <summary>Each beat is a row of its own, so that beats count, too.</summary>
    private static async Task<IPage> LookAsync(RunningStack stack, string id, Browser browser)
    {
        var page = await browser.LookAsync(new Uri(stack.Dashboard, $"/sessions/{id}?beats=each"));
        await page.EvaluateAsync(Observe);
        return page;
    }

    private static async Task<(double EventAt, string Words, double PixelAt)[]> SeenAsync(
        IPage page
    ) =>
        [
            .. (await page.EvaluateAsync<JsonElement>("window.seen"))
                .EnumerateArray()
                .Select(row => (row[0].GetDouble(), row[1].GetString()!, row[2].GetDouble())),
        ];
}

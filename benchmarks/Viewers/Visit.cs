using System.Collections.Concurrent;
using System.Text.Json;

namespace Viewers;

/// <summary>One visit to a page with nothing cached, by the browser's own clock from the start of the navigation on.</summary>
/// <param name="FirstByte">ms until the page's first byte.</param>
/// <param name="FirstPaint">ms until something is to be read.</param>
/// <param name="Loaded">ms until the load event: the page with all its files.</param>
/// <param name="Complete">ms until the page is live, or knows that its session has ended, and its curve, if it has one, is drawn.</param>
/// <param name="Requests">How many.</param>
/// <param name="Bytes">Of all answers as they came over the wire, headers included.</param>
internal sealed record Visit(
    double FirstByte,
    double FirstPaint,
    double Loaded,
    double Complete,
    int Requests,
    double Bytes
)
{
    private const string MarkComplete = """
        new MutationObserver((_, observer) => {
          if (!document.querySelector("#connection:is([data-state=live], [data-state=ended])")) return;
          if (document.getElementById("chart") && !document.querySelector("#chart .uplot")) return;
          observer.disconnect();
          requestAnimationFrame(() => performance.mark("complete"));
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    private const string Times = """
        async () => {
          const [page] = performance.getEntriesByType("navigation");
          const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
          while (!page.loadEventEnd || !at("first-contentful-paint") || !at("complete")) {
            if (performance.now() > 30_000) throw new Error("The page is not complete after 30 s.");
            await new Promise((done) => setTimeout(done, 20));
          }
          return [page.responseStart, at("first-contentful-paint"), page.loadEventEnd, at("complete")];
        }
        """;

    public static async Task<Visit> ToAsync(Uri address, Browser browser)
    {
        var page = await browser.PageAsync();
        await page.AddInitScriptAsync(MarkComplete);
        var network = await page.Context.NewCDPSessionAsync(page);
        var bytes = new ConcurrentDictionary<string, double>();
        // The stream does not end while the page is open: what it brings is counted as it comes.
        network.Event("Network.dataReceived").OnEvent += (_, e) =>
            bytes.AddOrUpdate(
                Id(e),
                e!.Value.GetProperty("dataLength").GetDouble(),
                (_, sum) => sum + e!.Value.GetProperty("dataLength").GetDouble()
            );
        network.Event("Network.loadingFinished").OnEvent += (_, e) =>
            bytes[Id(e)] = e!.Value.GetProperty("encodedDataLength").GetDouble();
        await network.SendAsync("Network.enable");
        await page.GotoAsync(address.ToString());
        var times = await page.EvaluateAsync<double[]>(Times);
        await page.Context.CloseAsync();
        return new Visit(times[0], times[1], times[2], times[3], bytes.Count, bytes.Values.Sum());
    }

    private static string Id(JsonElement? e) => e!.Value.GetProperty("requestId").GetString()!;
}

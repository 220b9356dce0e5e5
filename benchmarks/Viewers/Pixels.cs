using System.Globalization;
using System.Text;
using System.Text.Json;

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
        await using var one = await LookAsync(stack, id);
        await Task.Delay(TimeSpan.FromSeconds(60));
        var seen = await SeenAsync(one);
        Percentiles.Print("emission to pixel", seen.Select(s => s.PixelAt - s.EventAt));
    }

    /// <summary>One log event at a time over OTLP/HTTP; from the collector's answer to the pixel.</summary>
    public static async Task OfAcknowledgedAsync(RunningStack stack)
    {
        var id = Guid.CreateVersion7().ToString();
        await SendAsync(stack, id, "runner.session.start", "start");
        await using var one = await LookAsync(stack, id);
        var acknowledged = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Samples; i++)
        {
            var name = $"sample_{i:000}";
            await SendAsync(stack, id, "runner.checkpoint", name);
            acknowledged[name] = DateTimeOffset
                .UtcNow.Subtract(DateTimeOffset.UnixEpoch)
                .TotalMilliseconds;
            await Task.Delay(100 + i % 40);
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        var seen = await SeenAsync(one);
        Percentiles.Print(
            "acknowledgement to pixel",
            seen.Where(s => acknowledged.ContainsKey(s.Words.Split(' ')[0]))
                .Select(s => Math.Max(0, s.PixelAt - acknowledged[s.Words.Split(' ')[0]]))
        );
    }

    private static async Task<OnePage> LookAsync(RunningStack stack, string id)
    {
        var one = await OnePage.OpenAsync();
        await one.Page.GotoAsync(new Uri(stack.Dashboard, $"/sessions/{id}").ToString());
        await one.Page.WaitForSelectorAsync("#connection[data-state=live]");
        await one.Page.EvaluateAsync(Observe);
        return one;
    }

    private static async Task<(double EventAt, string Words, double PixelAt)[]> SeenAsync(
        OnePage one
    ) =>
        [
            .. (await one.Page.EvaluateAsync<JsonElement>("window.seen"))
                .EnumerateArray()
                .Select(row => (row[0].GetDouble(), row[1].GetString()!, row[2].GetDouble())),
        ];

    private static async Task SendAsync(RunningStack stack, string id, string name, string check)
    {
        var nanoseconds = string.Create(
            CultureInfo.InvariantCulture,
            $"{(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100}"
        );
        var trace = id.Replace("-", "", StringComparison.Ordinal);
        var json = $$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"{{{nanoseconds}}}","eventName":"{{{name}}}",
            "traceId":"{{{trace}}}","spanId":"00f067aa0ba902b7","attributes":[
            {"key":"session.id","value":{"stringValue":"{{{id}}}"}},{"key":"runner.name","value":{"stringValue":"pixels"}},
            {"key":"runner.phase.name","value":{"stringValue":"api_phase"}},
            {"key":"runner.checkpoint.name","value":{"stringValue":"{{{check}}}"}},
            {"key":"runner.checkpoint.status","value":{"stringValue":"pass"}}]}]}]}]}
            """;
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await stack.Client.PostAsync(new Uri(stack.Otlp, "/v1/logs"), body);
        answer.EnsureSuccessStatusCode();
    }
}

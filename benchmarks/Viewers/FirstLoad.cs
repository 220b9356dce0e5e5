using System.Globalization;

namespace Viewers;

/// <summary>What a visit costs with nothing cached: the very first to a dashboard that was just started, then later ones.</summary>
internal static class FirstLoad
{
    private const int Visits = 10;

    public static async Task MeasureAsync(RunningStack stack)
    {
        var id = await stack.StartRunnerAsync();
        await using var browser = await Browser.StartAsync();
        // The runner comes as far as a reader usually finds it.
        await Task.Delay(TimeSpan.FromSeconds(30));
        await PrintAsync("the session", new Uri(stack.Dashboard, $"/sessions/{id}"), browser);
        await PrintAsync("the list", stack.Dashboard, browser);
    }

    public static async Task PrintAsync(string title, Uri address, Browser browser)
    {
        var visits = new List<Visit>();
        for (var i = 0; i <= Visits; i++)
        {
            visits.Add(await Visit.ToAsync(address, browser));
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: {visits[^1].Bytes / 1000:0} KB in {visits[^1].Requests} requests; first visit complete after {visits[0].Complete:0} ms"
            )
        );
        var later = visits[1..];
        Percentiles.Print("  first byte", later.Select(v => v.FirstByte));
        Percentiles.Print("  first paint", later.Select(v => v.FirstPaint));
        Percentiles.Print("  loaded", later.Select(v => v.Loaded));
        Percentiles.Print("  complete", later.Select(v => v.Complete));
    }
}

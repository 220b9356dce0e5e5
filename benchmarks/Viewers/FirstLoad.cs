using System.Globalization;
using System.Text.Json;

namespace Viewers;

/// <summary>What the first visit costs: time until the page is complete, and bytes over the wire, with nothing cached.</summary>
internal static class FirstLoad
{
    private const int Visits = 10;

    public static async Task MeasureAsync(RunningStack stack)
    {
        var id = await stack.StartRunnerAsync();
        await Task.Delay(TimeSpan.FromSeconds(30));
        foreach (var path in (string[])["/", $"/sessions/{id}"])
        {
            var times = new List<double>();
            var bytes = 0.0;
            for (var i = 0; i < Visits; i++)
            {
                await using var one = await OnePage.OpenAsync();
                var network = await one.Page.Context.NewCDPSessionAsync(one.Page);
                await network.SendAsync("Network.enable");
                bytes = 0;
                network.Event("Network.loadingFinished").OnEvent += (_, e) =>
                    bytes += e!.Value.GetProperty("encodedDataLength").GetDouble();
                await one.Page.GotoAsync(new Uri(stack.Dashboard, path).ToString());
                await one.Page.WaitForSelectorAsync("#connection[data-state=live]");
                times.Add(
                    (
                        await one.Page.EvaluateAsync<JsonElement>(
                            "performance.getEntriesByType('navigation')[0].loadEventEnd"
                        )
                    ).GetDouble()
                );
            }

            Percentiles.Print($"{path} complete", times);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} transferred: {bytes / 1000:0} KB"
                )
            );
        }
    }
}

using System.Text.Json;

namespace AppHost.Tests.Fleet;

/// <summary>From a SQLite file to ClickHouse by the commands that docs/scaling.md gives.</summary>
public sealed class MovingTests
{
    [Fact]
    public async Task A_file_is_taken_along_while_the_new_store_is_in_use_and_twice_changes_nothing()
    {
        await using var machines = await Machines.StartAsync();
        Told[] moved = [new("first", 8), new("second", 3)];
        var meanwhile = new Told("meanwhile", 3);
        var old = await machines.StartCollectorAsync($"Data Source={machines.SqliteFile}");
        await SendAsync(old, moved);
        await old.KillAsync();
        var collector = await machines.StartCollectorAsync();
        await SendAsync(collector, [meanwhile]);

        await machines.CommandAsync([
            "export",
            "--all",
            "--to",
            machines.Luggage,
            "--store",
            machines.SqliteFile,
        ]);
        var files = Directory.GetFiles(machines.Luggage, "*.events.jsonl");
        await machines.CommandAsync(["import", .. files]);
        var again = await machines.CommandAsync(["import", .. files]);

        Assert.Contains($" 0 events added, 0 completed, {moved[0].Events} known", again);
        await machines.StartDashboardAsync();
        foreach (var session in (Told[])[.. moved, meanwhile])
        {
            using var events = JsonDocument.Parse(
                await machines.Dashboard.GetStringAsync(
                    $"/api/sessions/{session.Id}/events?limit=1000"
                )
            );
            Assert.Equal(session.Events, events.RootElement.GetProperty("items").GetArrayLength());
            using var state = JsonDocument.Parse(
                await machines.Dashboard.GetStringAsync($"/api/sessions/{session.Id}")
            );
            Assert.Equal("success", state.RootElement.GetProperty("status").GetString());
        }
    }

    static async Task SendAsync(FleetCollector collector, Told[] sessions)
    {
        foreach (var request in sessions.SelectMany(session => session.Requests()))
        {
            Assert.Equal(200, await collector.SendAsync(request));
        }
    }
}

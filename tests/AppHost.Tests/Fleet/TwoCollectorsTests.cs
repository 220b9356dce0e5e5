using System.Text.Json;

namespace AppHost.Tests.Fleet;

/// <summary>Two collectors and a dashboard on one ClickHouse engine.</summary>
public sealed class TwoCollectorsTests
{
    [Fact]
    public async Task Each_event_is_there_once_though_all_is_sent_twice_and_one_collector_is_killed()
    {
        await using var machines = await Machines.StartAsync();
        var doomed = await machines.StartCollectorAsync();
        var other = await machines.StartCollectorAsync();
        await machines.StartDashboardAsync();
        Told[] sessions = [new("first", 40), new("second", 40), new("third", 40)];
        var requests = sessions.SelectMany(session => session.Requests()).ToList();

        var killing = Task.CompletedTask;
        foreach (var (request, i) in requests.Select((request, i) => (request, i)))
        {
            // In flight at both; which of them is first changes from request to request.
            var (one, two) = i % 2 == 0 ? (doomed, other) : (other, doomed);
            var sent = new[] { one.SendAsync(request), two.SendAsync(request) };
            if (i == requests.Count / 2)
            {
                killing = doomed.KillAsync();
            }

            var answers = await Task.WhenAll(sent);
            Assert.Contains(200, answers);
            if (answers.Any(answer => answer != 200))
            {
                // The exporter of the one that was not answered sends it again, elsewhere.
                Assert.Equal(200, await other.SendAsync(request));
            }
        }

        await killing;
        foreach (var session in sessions)
        {
            var events = await ItemsAsync(machines, session.Id);
            Assert.Equal(session.Events, events.Select(Identity).Distinct().Count());
            Assert.Equal(session.Events, events.Count);
            using var state = JsonDocument.Parse(
                await machines.Dashboard.GetStringAsync($"/api/sessions/{session.Id}")
            );
            Assert.Equal("success", state.RootElement.GetProperty("status").GetString());
        }
    }

    static string Identity(JsonElement e) =>
        $"{e.GetProperty("type")} {e.GetProperty("timestamp")} {(e.TryGetProperty("details", out var details) ? details.ToString() : "")}";

    static async Task<List<JsonElement>> ItemsAsync(Machines machines, string session)
    {
        using var answer = JsonDocument.Parse(
            await machines.Dashboard.GetStringAsync($"/api/sessions/{session}/events?limit=1000")
        );
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(e => e.Clone())];
    }
}

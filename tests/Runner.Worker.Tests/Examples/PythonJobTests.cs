using System.Text;
using System.Text.Json.Nodes;
using Runner.Worker.Tests.Pipeline;
using Sessions;

namespace Runner.Worker.Tests.Examples;

/// <summary>The requests of <c>examples/python-job</c> as OTLP/JSON, sent to the real collector.</summary>
public sealed class PythonJobTests(SharedPipeline shared)
{
    static readonly string[] Requests = File.ReadAllLines(
        Path.Combine(
            ChildProcess.Root,
            "tests",
            "Runner.Worker.Tests",
            "Examples",
            "python-job.jsonl"
        )
    );

    [Fact]
    public async Task Its_requests_give_a_session_of_two_phases_without_money()
    {
        var pipeline = await shared.StartedAsync();
        using var http = new HttpClient { BaseAddress = new Uri(pipeline.HttpEndpoint) };
        foreach (var request in Requests.Select(line => JsonNode.Parse(line)!))
        {
            using var content = new StringContent(
                request["body"]!.ToJsonString(),
                Encoding.UTF8,
                "application/json"
            );
            using var answer = await http.PostAsync((string)request["path"]!, content);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        var session = await pipeline.SessionAsync("python-job", s => s.HasEnded);
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Null(session.Header!.InitialCapital);
        Assert.Equal(2, session.Header.PhaseCount);
        Assert.Equal(
            [("query", 0, 60.0, PhaseStatus.Success), ("write", 1, 600.0, PhaseStatus.Success)],
            session.NamedPhases.Select(p =>
                (p.Name, p.Index!.Value, p.TimeLimitSeconds!.Value, p.Status)
            )
        );
        var events = await pipeline.EventsAsync(session);
        Accounts.AssertBeatsWithoutGaps(events);
        Assert.Equal(40, events.Max(e => e.Beat?.Progress));
        Assert.All(events.Where(e => e.Phase == "query"), e => Assert.Null(e.Beat?.Progress));
        Assert.Equal(
            "not_empty",
            Assert.Single(events, e => e.Type == EventType.Checkpoint).Checkpoint
        );
    }
}

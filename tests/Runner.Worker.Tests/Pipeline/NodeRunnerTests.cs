using System.ComponentModel;
using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>The runner in JavaScript, against the same collector and store as the one in C#.</summary>
public sealed class NodeRunnerTests(SharedPipeline shared) : IAsyncLifetime
{
    static readonly string Folder = Path.Combine(ChildProcess.Root, "examples", "node-runner");

    RealPipeline _pipeline = null!;

    public async ValueTask InitializeAsync()
    {
        _pipeline = await shared.StartedAsync();
        await InstallAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Its_session_tells_what_a_session_of_the_reference_runner_tells()
    {
        var other = _pipeline.StartRunner("success", "--Runner:Name", "reference");
        Assert.Equal(0, await StartNode().ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, await other.ExitAsync(TimeSpan.FromSeconds(60)));
        var reference = await _pipeline.SessionAsync("reference", s => s.HasEnded);
        var session = await _pipeline.SessionAsync("node-runner", s => s.HasEnded);
        var events = await _pipeline.EventsAsync(session);

        Assert.Equal(Kinds(await _pipeline.EventsAsync(reference)), Kinds(events));
        Assert.Equal(reference.Status, session.Status);
        Assert.Equal(reference.Header! with { RunnerName = "node-runner" }, session.Header);
        Assert.Equal(
            reference.NamedPhases.Select(p => (p.Name, p.Index, p.Status)),
            session.NamedPhases.Select(p => (p.Name, p.Index, p.Status))
        );
        AssertWhole(session, events);
    }

    [Fact]
    public async Task Interrupting_it_ends_its_session_as_cancelled()
    {
        var runner = StartNode("1000");
        await _pipeline.SessionAsync(
            "node-runner",
            s => !s.HasEnded && s.CurrentPhase?.Name == "data_phase"
        );
        runner.Interrupt();
        Assert.Equal(0, await runner.ExitAsync(TimeSpan.FromSeconds(10)));
        var session = await _pipeline.SessionAsync("node-runner", s => s.HasEnded);
        Assert.Equal(SessionStatus.Cancelled, session.Status);
        Assert.Equal(PhaseStatus.Failed, session.NamedPhases.Single().Status);
    }

    [Fact]
    public async Task A_job_without_money_tells_its_retry_as_a_second_run()
    {
        Assert.Equal(0, await StartNode(program: "job.js").ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await _pipeline.SessionAsync("node-job", s => s.HasEnded);
        var events = await _pipeline.EventsAsync(session);

        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Null(session.Header!.InitialCapital);
        Assert.Null(session.Header.DryRun);
        Assert.All(events, e => Assert.Null(e.Figures));
        Assert.Equal(
            [
                "RunnerStart",
                "PhaseStart read",
                "Checkpoint read Pass not_empty",
                "PhaseEnd read Success",
                "PhaseStart write",
                "Error write Error",
                "PhaseEnd write Error Error",
                "PhaseStart write",
                "PhaseEnd write Success",
                "RunnerEnd Success",
            ],
            Story.Of(events)
        );
    }

    static void AssertWhole(SessionState session, List<SessionEvent> events)
    {
        Accounts.AssertBeatsWithoutGaps(events);
        Accounts.AssertAddUp(session, events);
        Assert.True(session.Counts.Beats > 6, "more than the beats at the bounds of its phases");
        Assert.True(session.Totals.Trades > 0);
        Assert.Equal(
            events.Single(e => e.Type == EventType.RunnerEnd).Figures,
            events.Last(e => e.Type == EventType.SummaryUpdated).Figures
        );
        // A log event and a span event are one checkpoint only when they state one time.
        Assert.Equal(4, session.Counts.Checkpoints);
    }

    /// <summary>Every kind of event with the parts that it has.</summary>
    static List<string> Kinds(IEnumerable<SessionEvent> events) =>
        [
            .. events
                .Where(e => e.Status != EventStatus.Warn)
                .Select(e =>
                    $"{e.Type} {e.Level} {e.Status} in phase {e.Phase is not null},"
                    + $" span {e.TraceId is not null && e.SpanId is not null}, text {e.Message is not null},"
                    + $" money {e.Type != EventType.Heartbeat && e.Figures is { Equity: not null, Pnl: not null }},"
                    + $" trades {e.Figures?.Trades is not null && e.Figures.Wins is not null && e.Figures.Losses is not null},"
                    + $" beat {e.Beat?.IntervalSeconds is not null},"
                    + $" place {e.PhaseInfo?.Index is not null && e.PhaseInfo.TimeLimitSeconds is not null},"
                    + $" header {e.Session is not null}, error {e.ErrorType}, more {e.Details}"
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    ChildProcess StartNode(string stepMillis = "10", string program = "runner.js") =>
        _pipeline.StartOther(
            "node",
            [Path.Combine(Folder, program)],
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _pipeline.HttpEndpoint,
                ["RUNNER_STEP_MS"] = stepMillis,
                ["RUNNER_HEARTBEAT_MS"] = "200",
            }
        );

    static async Task InstallAsync()
    {
        var locked = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= locked.LastWriteTimeUtc)
        {
            return;
        }

        try
        {
            await using var npm = ChildProcess.Start("npm", ["ci", "--prefix", Folder], []);
            Assert.True(
                await npm.ExitAsync(TimeSpan.FromMinutes(5)) == 0,
                $"npm ci failed:\n{npm.Output}"
            );
        }
        catch (Win32Exception)
        {
            Assert.Skip("npm is not on the path: install Node 20.6 or newer");
        }
    }
}

using System.Diagnostics;
using Runner.Worker.Tests.Pipeline;
using Sessions;

namespace Runner.Worker.Tests.Examples;

/// <summary>The examples in C#, run against the real collector.</summary>
public sealed class ExampleTests(PackagedExamples examples, SharedPipeline shared) : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("example-");

    string From => Path.Combine(_folder.FullName, "from");

    string To => Path.Combine(_folder.FullName, "to");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_copies_checks_and_tells_of_it_without_money()
    {
        Directory.CreateDirectory(Path.Combine(From, "deep"));
        await File.WriteAllTextAsync(Path.Combine(From, "a"), "one");
        await File.WriteAllTextAsync(Path.Combine(From, "deep", "b"), "two");

        var (pipeline, backup) = await StartAsync("csharp-backup", From, To);
        Assert.True(await backup.ExitAsync(TimeSpan.FromSeconds(60)) == 0, backup.Output);
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(To, "deep", "b")));

        var session = await pipeline.SessionAsync("nightly-backup", s => s.HasEnded);
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Null(session.Header!.DryRun);
        Assert.Null(session.Header.InitialCapital);
        Assert.Equal(0, session.Totals.Trades);
        Assert.Equal(
            [
                ("scan", PhaseStatus.Success),
                ("copy", PhaseStatus.Success),
                ("verify", PhaseStatus.Success),
            ],
            session.NamedPhases.Select(p => (p.Name, p.Status))
        );
        var events = await pipeline.EventsAsync(session);
        Assert.All(events, e => Assert.Null(e.Figures));
        Assert.Equal(2, events.Where(e => e.Phase == "copy").Max(e => e.Beat?.Progress));
        Assert.Equal(
            ["source_found", "sizes_match"],
            events.Where(e => e.Type == EventType.Checkpoint).Select(e => e.Checkpoint)
        );
    }

    [Fact]
    public async Task A_backup_that_cannot_read_says_so_and_exits_with_2()
    {
        var (pipeline, backup) = await StartAsync("csharp-backup", From, To);
        Assert.Equal(2, await backup.ExitAsync(TimeSpan.FromSeconds(60)));
        var session = await pipeline.SessionAsync("nightly-backup", s => s.HasEnded);
        Assert.Equal(SessionStatus.Error, session.Status);
        Assert.Contains(
            await pipeline.EventsAsync(session),
            e => e.Type == EventType.Error && e.ErrorType == "System.IO.DirectoryNotFoundException"
        );
    }

    [Fact]
    public async Task A_backup_that_is_terminated_ends_as_cancelled_and_exits_with_130()
    {
        Directory.CreateDirectory(From);
        // Nobody writes into it: the copy waits for ever.
        using (var pipe = Process.Start("mkfifo", [Path.Combine(From, "pipe")]))
        {
            await pipe.WaitForExitAsync();
        }

        var (pipeline, backup) = await StartAsync("csharp-backup", From, To);
        await pipeline.SessionAsync(
            "nightly-backup",
            s => !s.HasEnded && s.CurrentPhase?.Name == "copy"
        );
        backup.Terminate();
        Assert.Equal(130, await backup.ExitAsync(TimeSpan.FromSeconds(30)));
        var session = await pipeline.SessionAsync("nightly-backup", s => s.HasEnded);
        Assert.Equal(SessionStatus.Cancelled, session.Status);
    }

    [Fact]
    public async Task A_trading_runner_tells_capital_trades_and_profit()
    {
        var (pipeline, trading) = await StartAsync("csharp-trading");
        Assert.True(await trading.ExitAsync(TimeSpan.FromSeconds(60)) == 0, trading.Output);
        var session = await pipeline.SessionAsync("csharp-trading", s => s.HasEnded);
        Assert.Equal(SessionStatus.Success, session.Status);
        Assert.Equal(
            (true, 10_000, "EUR"),
            (session.Header!.DryRun, session.Header.InitialCapital, session.Header.Currency)
        );
        Assert.Equal(new TradeTotals(5, 3, 2), session.Totals);
        Assert.Equal(10_215, session.CurrentEquity);
        var summaries = (await pipeline.EventsAsync(session)).Where(e =>
            e.Type == EventType.SummaryUpdated
        );
        Assert.Equal(
            [79.0, 58.0, 157.0, 96.0, 215.0],
            summaries.Select(s => s.Figures!.Pnl!.Value)
        );
    }

    async Task<(RealPipeline, ChildProcess)> StartAsync(string example, params string[] arguments)
    {
        var program = await examples.ProgramAsync(example);
        var pipeline = await shared.StartedAsync();
        return (
            pipeline,
            pipeline.StartOther(
                "dotnet",
                [program, .. arguments],
                new()
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = pipeline.GrpcEndpoint,
                    ["RUNNER_TELEMETRY_SPOOL"] = Path.Combine(_folder.FullName, "spool"),
                }
            )
        );
    }
}

namespace ProcessTests.Running;

/// <summary>The reference runner as a process of its own, with sessions of a second or two.</summary>
internal sealed class RunnerProcess : ServiceProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private RunnerProcess(Uri collector, string spool, IEnumerable<string> settings)
        : base(
            BuildPaths.Runner,
            endpoints: 1,
            [
                "--Runner:HeartbeatInterval=00:00:01",
                "--Runner:SessionPause=00:00:02",
                "--Runner:Pace:Row=0",
                "--Runner:Pace:Fold=0",
                "--Runner:Replay:Bars=30",
                "--Runner:Replay:Interval=00:00:00.04",
                .. settings,
            ],
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString(),
                ["RUNNER_TELEMETRY_SPOOL"] = spool,
            }
        ) { }

    /// <summary>Runs one to its end, whatever that is.</summary>
    public static async Task RunAsync(
        Uri collector,
        string spool,
        string name,
        string scenario,
        int sessions = 1,
        params string[] settings
    )
    {
        await using var runner = new RunnerProcess(
            collector,
            spool,
            [
                $"--Runner:Name={name}",
                $"--Runner:Scenario={scenario}",
                $"--Runner:Sessions={sessions}",
                .. settings,
            ]
        );
        await runner.UntilEndedAsync(Limit);
    }
}

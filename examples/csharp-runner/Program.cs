using Runner.Telemetry;

await using var telemetry = RunnerTelemetry.Export("csharp-runner");
await telemetry.RunSessionAsync(
    new RunnerSessionOptions { RunnerName = "csharp-runner", PhaseCount = 2 },
    async (session, stop) =>
    {
        string[] files = [];
        await session.RunPhaseAsync(
            "list",
            (phase, _) =>
            {
                files = Directory.GetFiles(AppContext.BaseDirectory);
                phase.Checkpoint("not_empty", CheckpointStatus.Pass, $"{files.Length} files");
                return Task.CompletedTask;
            },
            TimeSpan.FromMinutes(1),
            stop
        );
        await session.RunPhaseAsync(
            "measure",
            async (phase, cancel) =>
            {
                phase.SetProgressTotal(files.Length);
                foreach (var _ in files)
                {
                    await Task.Delay(200, cancel); // the work
                    phase.Progress();
                }
            },
            TimeSpan.FromMinutes(5),
            stop
        );
    }
);

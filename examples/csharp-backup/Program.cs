// Copies a folder and compares the copy: csharp-backup FROM TO.
// Exit codes: 0 done, 1 a check failed, 2 an error, 130 cancelled by Ctrl+C or SIGTERM.
using System.Runtime.InteropServices;
using Runner.Telemetry;

if (args is not [var from, var to])
{
    Console.Error.WriteLine("usage: csharp-backup FROM TO");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

await using var telemetry = RunnerTelemetry.Export("csharp-backup");
try
{
    await telemetry.RunSessionAsync(
        new RunnerSessionOptions
        {
            RunnerName = "nightly-backup",
            PhaseCount = 3,
            Schedule = new RunnerSchedule { Cron = "0 3 * * *", Grace = TimeSpan.FromMinutes(10) },
            Parameters = new Dictionary<string, object> { ["from"] = from, ["to"] = to },
        },
        BackUpAsync,
        stop.Token
    );
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (PhaseFailedException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
catch (Exception error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

// The session ends as cancelled, is told, and the program exits by itself.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task BackUpAsync(RunnerSession session, CancellationToken cancellationToken)
{
    string[] files = [];
    await session.RunPhaseAsync(
        "scan",
        (phase, _) =>
        {
            files = Directory.GetFiles(from, "*", SearchOption.AllDirectories);
            phase.Checkpoint(
                "source_found",
                CheckpointStatus.Pass,
                $"{files.Length} files in {from}"
            );
            return Task.CompletedTask;
        },
        TimeSpan.FromMinutes(5),
        cancellationToken
    );

    await session.RunPhaseAsync(
        "copy",
        async (phase, cancel) =>
        {
            phase.SetProgressTotal(Math.Max(1, files.Length));
            var bytes = 0L;
            foreach (var file in files)
            {
                await CopyAsync(file, Target(file), cancel);
                bytes += new FileInfo(file).Length;
                phase.Figure("backup.bytes", bytes, "By", "Copied so far");
                phase.Progress();
            }
        },
        TimeSpan.FromHours(2),
        cancellationToken
    );

    await session.RunPhaseAsync(
        "verify",
        (phase, _) =>
        {
            var wrong = files.Count(f => new FileInfo(f).Length != new FileInfo(Target(f)).Length);
            var status = wrong == 0 ? CheckpointStatus.Pass : CheckpointStatus.Fail;
            phase.Checkpoint("sizes_match", status, $"{wrong} of {files.Length} files differ");
            return wrong == 0
                ? Task.CompletedTask
                : throw new PhaseFailedException($"{wrong} of {files.Length} files differ in size");
        },
        TimeSpan.FromMinutes(30),
        cancellationToken
    );
}

string Target(string file) => Path.Combine(to, Path.GetRelativePath(from, file));

static async Task CopyAsync(string file, string target, CancellationToken cancellationToken)
{
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    await using var source = File.OpenRead(file);
    await using var copy = File.Create(target);
    await source.CopyToAsync(copy, cancellationToken);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace StandIns.Tests;

/// <summary>The sample AppHost as a process of its own, as <c>dotnet run</c> starts it.</summary>
sealed class AppHostProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stand-ins-");
    readonly ConcurrentQueue<string> output = new();
    readonly Process process;

    public AppHostProcess(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Elsewhere than in its folder, which must not matter.
            WorkingDirectory = folder.FullName,
        };
        start.ArgumentList.Add(typeof(Projects.SampleAppHost).Assembly.Location);
        foreach (
            var argument in (string[])
                [
                    "--StandIns:DashboardCli=",
                    $"--Back:SAMPLE_JOURNAL={Journal}",
                    $"--Front:SAMPLE_JOURNAL={Journal}",
                    .. args,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Journal => Path.Combine(folder.FullName, "journal");

    public string Output => string.Join('\n', output);

    public Task StartedAsync() =>
        UntilAsync(() =>
            File.Exists(Journal)
            && File.ReadAllText(Journal).Contains("front started", StringComparison.Ordinal)
        );

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(
            "kill",
            ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The exit code, within the five seconds in which everything has to be gone.</summary>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        await process
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(within ?? TimeSpan.FromSeconds(5));
        return process.ExitCode;
    }

    public static Task GoneAsync(IEnumerable<int> processes, TimeSpan within) =>
        UntilAsync(() => !processes.Any(id => Directory.Exists($"/proc/{id}")), within);

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    static async Task UntilAsync(Func<bool> condition, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }
}

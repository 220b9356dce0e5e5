using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Alerts.Tests;

/// <summary>Debian's <c>prometheus-alertmanager</c> as a process of its own, which notifies a receiver of ours.</summary>
internal sealed partial class RealAlertmanager : IAsyncDisposable
{
    private const string Program = "prometheus-alertmanager";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly string _folder;
    private readonly int _port;
    private readonly ConcurrentQueue<string> _output = new();
    private Process _process;
    private TaskCompletionSource<string> _listening = New();

    private RealAlertmanager(string folder, int port)
    {
        (_folder, _port) = (folder, port);
        _process = Start();
    }

    /// <summary>Why it cannot be tested with here; null when it can.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null
            : $"{Program} is not on the PATH; on Debian: apt-get install prometheus-alertmanager";

    public string Url { get; private set; } = "";

    /// <param name="receiver">Where it sends its notifications: a webhook, one alert in each.</param>
    public static async Task<RealAlertmanager> StartAsync(string receiver)
    {
        var folder = Directory.CreateTempSubdirectory("alertmanager-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "config.yml"),
            $"""
            route:
              receiver: test
              group_by: ['...']
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: test
                webhook_configs:
                  - url: {receiver}
                    send_resolved: true
            """
        );
        var manager = new RealAlertmanager(folder, 0);
        await manager.UntilListeningAsync();
        return manager;
    }

    /// <summary>SIGKILL, and again from the same folder.</summary>
    public async Task KillAndRestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _listening = New();
        _process = Start();
        await UntilListeningAsync();
    }

    /// <summary>The alerts that it holds and that are not over.</summary>
    public async Task<JsonArray> AlertsAsync() =>
        JsonNode.Parse(await Http.GetStringAsync($"{Url}/api/v2/alerts"))!.AsArray();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static TaskCompletionSource<string> New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task UntilListeningAsync()
    {
        try
        {
            Url = $"http://{await _listening.Task.WaitAsync(TimeSpan.FromSeconds(30))}";
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Program} does not listen:\n{string.Join('\n', _output)}");
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        foreach (
            var argument in (string[])
                [
                    "--config.file=config.yml",
                    "--storage.path=data",
                    "--cluster.listen-address=",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"--web.listen-address=127.0.0.1:{_port}"
                    ),
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Read(string? line)
    {
        _output.Enqueue(line ?? "");
        if (Listening().Match(line ?? "") is { Success: true } match)
        {
            _listening.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"Listening on"" address=(127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}

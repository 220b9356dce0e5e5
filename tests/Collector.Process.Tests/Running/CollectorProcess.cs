using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProcessTests.Running;

/// <summary>The built collector as a process of its own, on free ports, with its own store.</summary>
internal sealed partial class CollectorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri[]> _listening = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<Uri> _urls = [];

    private CollectorProcess(string store, string[] settings)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet"
        )
        {
            WorkingDirectory = Path.GetDirectoryName(BuildPaths.Collector),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in (string[])
                [
                    BuildPaths.Collector,
                    "--Kestrel:Endpoints:OtlpGrpc:Url=http://127.0.0.1:0",
                    "--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:0",
                    $"--ConnectionStrings:sessions=Data Source={store}",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                    .. settings,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        // The machine's own telemetry settings would make the collector forward to whatever they name.
        foreach (
            var name in start
                .Environment.Keys.Where(k => k.StartsWith("OTEL_", StringComparison.Ordinal))
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data);
        _process.Exited += (_, _) =>
            _listening.TrySetException(
                new InvalidOperationException("The collector ended before it listened.")
            );
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>For gRPC.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>For HTTP: OTLP, status, health.</summary>
    public Uri HttpUrl { get; private set; } = null!;

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Output => string.Join('\n', _output);

    /// <summary>Resident memory, MiB.</summary>
    public double MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has what it said.</exception>
    public static async Task<CollectorProcess> StartAsync(string store, params string[] settings)
    {
        var collector = new CollectorProcess(store, settings);
        try
        {
            var urls = await collector._listening.Task.WaitAsync(StartLimit);
            // Kestrel binds configured endpoints in the order of their names.
            (collector.Grpc, collector.HttpUrl) = (urls[0], urls[1]);
            return collector;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            await collector.DisposeAsync();
            throw new InvalidOperationException($"{e.Message}\n{collector.Output}", e);
        }
    }

    /// <summary>Starts one that is expected to refuse: waits until it has ended.</summary>
    public static async Task<CollectorProcess> StartAndEndAsync(
        string store,
        params string[] settings
    )
    {
        var collector = new CollectorProcess(store, settings);
        _ = collector._listening.Task.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        using var limit = new CancellationTokenSource(StartLimit);
        await collector._process.WaitForExitAsync(limit.Token);
        return collector;
    }

    public async Task<JsonElement> StatusAsync() =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(HttpUrl, "/status"));

    public async Task<string> HealthAsync() =>
        await Http.GetStringAsync(new Uri(HttpUrl, "/health"));

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(null, null)]);
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            lock (_urls)
            {
                _urls.Add(new Uri(match.Groups[1].Value));
                if (_urls.Count == 2)
                {
                    _listening.TrySetResult([.. _urls]);
                }
            }
        }
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProcessTests.Running;

/// <summary>A built service as a process of its own, on free ports.</summary>
internal abstract partial class ServiceProcess : IAsyncDisposable
{
    /// <summary>A setting that <see cref="UntilListeningAsync"/> needs.</summary>
    protected const string LogsWhereItListens =
        "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri[]> _listening = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<Uri> _urls = [];
    private readonly int _endpoints;

    /// <param name="program">A native program, or an assembly (<c>.dll</c>) that <c>dotnet</c> runs.</param>
    /// <param name="endpoints">How many addresses it listens on.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables in addition to the ones of this process.</param>
    protected ServiceProcess(
        string program,
        int endpoints,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        _endpoints = endpoints;
        var isAssembly = Path.GetExtension(program) == ".dll";
        var start = new ProcessStartInfo(isAssembly ? Dotnet() : program)
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in (string[])
                [.. isAssembly ? [program] : Array.Empty<string>(), .. arguments]
        )
        {
            start.ArgumentList.Add(argument);
        }

        // The machine's own telemetry settings would make a service send to whatever they name.
        foreach (
            var name in start
                .Environment.Keys.Where(k => k.StartsWith("OTEL_", StringComparison.Ordinal))
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data);
        _process.Exited += (_, _) =>
            _listening.TrySetException(
                new InvalidOperationException("The service ended before it listened.")
            );
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

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

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The killed service did not end.\n{Output}");
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        Signal("TERM");
        await UntilEndedAsync();
    }

    /// <summary>SIGSTOP: it does nothing until <see cref="Continue"/>.</summary>
    public void Pause() => Signal("STOP");

    public void Continue() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>Where it listens, in the order in which it says so.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has what it said. It is disposed of.</exception>
    protected async Task<Uri[]> UntilListeningAsync()
    {
        try
        {
            return await _listening.Task.WaitAsync(StartLimit);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            var exitCode = "";
            if (!IsRunning)
            {
                // What it said last may be read only after its end is noticed.
                await UntilEndedAsync(EndLimit);
                exitCode = $" Its exit code is {ExitCode}.";
            }

            await DisposeAsync();
            throw new InvalidOperationException($"{e.Message}{exitCode}\n{Output}", e);
        }
    }

    /// <summary>For a service that is expected to end by itself.</summary>
    protected async Task UntilEndedAsync(TimeSpan? within = null)
    {
        _ = _listening.Task.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        using var limit = new CancellationTokenSource(within ?? StartLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException($"The service did not end.\n{Output}");
        }
    }

    private void Signal(string name)
    {
        using var kill = Process.Start(
            "kill",
            [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]
        );
        Assert.True(kill.WaitForExit(EndLimit), $"kill -{name} did not end.");
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
                if (_urls.Count == _endpoints)
                {
                    _listening.TrySetResult([.. _urls]);
                }
            }
        }
    }

    private static string Dotnet() =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? host
            : "dotnet";

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>A program in a process of its own; killed when the test is over.</summary>
sealed class ChildProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly ConcurrentQueue<string> _output = new();

    ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    /// <summary>The repository's top folder.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    /// <summary>Starts a project of the solution as it was built with the tests.</summary>
    public static ChildProcess StartProject(
        string project,
        IEnumerable<string> arguments,
        Dictionary<string, string> environment
    ) => Start("dotnet", [Built(project), .. arguments], environment);

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        Dictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>As Ctrl+C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>As service managers and containers do.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Keeps it from doing anything until <see cref="Continue"/>.</summary>
    public void Pause() => Signal("STOP");

    public void Continue() => Signal("CONT");

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Completes when the service answers that it is alive.</summary>
    /// <param name="client">Its base address is the service's.</param>
    /// <param name="within">How long that may take.</param>
    /// <exception cref="HttpRequestException">The process has ended instead.</exception>
    public async Task UntilAliveAsync(HttpClient client, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/alive", deadline.Token);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (!HasExited)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"still running after {within}:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>The program in its own output folder, which lies beside the tests' one.</summary>
    static string Built(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (own.Name, own.Parent!.Name);
        return Path.Combine(Root, project, "bin", configuration, framework, $"{project}.dll");
    }

    void Signal(string name)
    {
        using var kill = Process.Start(
            "kill",
            ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        kill.WaitForExit();
    }
}

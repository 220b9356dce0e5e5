using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A process that ends with the AppHost, whatever becomes of the AppHost: a shell (<c>supervise.sh</c>) holds the other
/// end of a pipe and ends the process and its descendants when the pipe closes.
/// </summary>
sealed partial class SupervisedProcess : IDisposable
{
    /// <summary>
    /// From the request to stop until the process is killed. Two resources stop one after the other, and everything has to
    /// be gone within five seconds.
    /// </summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(1.7);

    const int LinesKept = 40;
    static readonly string script = ReadScript();

    readonly TimeSpan grace;
    readonly Process process;
    readonly ConcurrentQueue<string> output = new();
    readonly ConcurrentQueue<string> errors = new();

    /// <param name="start">What to run, where, and in which environment.</param>
    /// <param name="onLine">Is given each line that the process prints.</param>
    /// <param name="grace">How long the process may take to end.</param>
    public SupervisedProcess(ProcessStartInfo start, Action<string> onLine, TimeSpan grace)
    {
        this.grace = grace;
        if (OperatingSystem.IsWindows())
        {
            throw new DistributedApplicationException(
                "The stand-ins for Aspire start processes on Linux only: build with a feed that has Aspire.Hosting.AppHost."
            );
        }
        process = new Process { StartInfo = Supervised(start) };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data, onLine);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data, onLine);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = WaitForExitAsync();
    }

    /// <summary>The exit code; 128 + n for a process that signal n ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>What the process complained about last, stack traces left out.</summary>
    public string LastWords =>
        string.Join(
            Environment.NewLine,
            (errors.IsEmpty ? output : errors)
                .Where(line => !StackFrame().IsMatch(line))
                .TakeLast(5)
        );

    /// <summary>Asks the process to end, and sees to it that it does.</summary>
    public async Task StopAsync()
    {
        process.StandardInput.Close();
        try
        {
            await Exited.WaitAsync(grace + TimeSpan.FromSeconds(0.5));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => process.Dispose();

    ProcessStartInfo Supervised(ProcessStartInfo start)
    {
        var shell = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", script, "supervise", Tenths(grace), "env"])
        {
            shell.ArgumentList.Add(argument);
        }
        shell.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            if (ShellName().IsMatch(name))
            {
                shell.Environment[name] = value;
            }
            else
            {
                // A shell drops what it could not name itself, such as services__a-b__http__0.
                shell.ArgumentList.Add($"{name}={value}");
            }
        }
        shell.ArgumentList.Add(start.FileName);
        foreach (var argument in start.ArgumentList)
        {
            shell.ArgumentList.Add(argument);
        }
        return shell;
    }

    async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    static void Keep(ConcurrentQueue<string> lines, string? line, Action<string> onLine)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }
        lines.Enqueue(line);
        if (lines.Count > LinesKept)
        {
            lines.TryDequeue(out _);
        }
        onLine(line);
    }

    static string Tenths(TimeSpan time) =>
        (time.TotalSeconds * 10).ToString("0", CultureInfo.InvariantCulture);

    static string ReadScript()
    {
        using var stream = typeof(SupervisedProcess).Assembly.GetManifestResourceStream(
            "supervise.sh"
        )!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex ShellName();

    [GeneratedRegex(@"^\s+(at |--- )")]
    private static partial Regex StackFrame();
}

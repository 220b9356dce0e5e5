using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Options;
using Runner.Telemetry;
using Runner.Worker.Scenarios;
using Runner.Worker.Settings;

namespace Runner.Worker;

/// <summary>Runs session after session. A session that goes wrong is told, and the next one follows.</summary>
sealed partial class SessionLoop(
    RunnerTelemetry telemetry,
    IOptions<RunnerSettings> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SessionLoop> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        try
        {
            for (var n = 0; settings.Sessions == 0 || n < settings.Sessions; n++)
            {
                if (n > 0 && settings.Scenario != Scenario.Soak)
                {
                    await Task.Delay(settings.SessionPause, time, stoppingToken);
                }

                await RunAsync(settings, n, stoppingToken);
            }

            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Stopped();
        }
    }

    async Task RunAsync(RunnerSettings settings, int n, CancellationToken stopping)
    {
        var scenario = FaultInjection.For(settings.Scenario, n);
        var symbols = Lists.Words(settings.Data.Symbols);
        var symbol = symbols[n % symbols.Length];
        Starting(n + 1, scenario, symbol);
        if (scenario == Scenario.Crash && settings.Scenario == Scenario.Mixed)
        {
            await CrashElsewhereAsync(stopping);
            return;
        }

        var faults = new FaultInjection(scenario, time);
        try
        {
            await new SessionRun(telemetry, faults.Adjust(settings), faults, symbol, time).RunAsync(
                stopping
            );
            Succeeded(n + 1);
        }
        catch (Exception outcome) when (outcome is PhaseFailedException or TimeoutException)
        {
            EndedBadly(n + 1, outcome.Message);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            Broke(n + 1, error);
        }
    }

    /// <summary>Runs one session of scenario crash in a process of its own, so that the others can follow.</summary>
    static async Task CrashElsewhereAsync(CancellationToken stopping)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (var argument in Environment.GetCommandLineArgs().Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Later arguments win over the ones handed on.
        foreach (var argument in (string[])["--Runner:Scenario", "crash", "--Runner:Sessions", "1"])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        try
        {
            await child.WaitForExitAsync(stopping);
        }
        finally
        {
            if (!child.HasExited)
            {
                child.Kill();
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Session {Number}: {Scenario}, {Symbol}")]
    partial void Starting(int number, Scenario scenario, string symbol);

    [LoggerMessage(LogLevel.Information, "Session {Number} succeeded")]
    partial void Succeeded(int number);

    [LoggerMessage(LogLevel.Warning, "Session {Number} ended badly: {Reason}")]
    partial void EndedBadly(int number, string reason);

    [LoggerMessage(LogLevel.Error, "Session {Number} broke off")]
    partial void Broke(int number, Exception error);

    [LoggerMessage(LogLevel.Information, "Stopped")]
    partial void Stopped();
}

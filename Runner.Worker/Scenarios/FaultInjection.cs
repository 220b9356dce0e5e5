using System.Diagnostics;
using Runner.Telemetry;
using Runner.Worker.Broker;
using Runner.Worker.Settings;

namespace Runner.Worker.Scenarios;

/// <summary>Lets one session go the way its scenario says: by its settings, and by what happens on the way.</summary>
sealed class FaultInjection(Scenario scenario, TimeProvider time)
{
    static readonly Scenario[] Mix =
    [
        Scenario.Success,
        Scenario.Fail,
        Scenario.Error,
        Scenario.Timeout,
        Scenario.Hang,
        Scenario.Crash,
        Scenario.Retry,
        Scenario.Silent,
    ];

    int _refusals = scenario == Scenario.Retry ? 2 : 0;

    /// <summary>The scenario of the session with that number, from 0.</summary>
    public static Scenario For(Scenario configured, int session) =>
        configured == Scenario.Mixed ? Mix[session % Mix.Length] : configured;

    /// <summary>The settings under which the scenario comes about.</summary>
    public RunnerSettings Adjust(RunnerSettings settings) =>
        scenario switch
        {
            Scenario.Fail => settings with
            {
                Broker = settings.Broker with { MaxDrawdown = 0.005m },
            },
            Scenario.Timeout => settings with
            {
                Limits = settings.Limits with
                {
                    Api = Math.Max(1, settings.Replay.Bars * 2 / 5) * settings.Replay.Interval,
                },
            },
            Scenario.Soak => settings with
            {
                SessionPause = TimeSpan.Zero,
                Pace = new PaceSettings { Row = TimeSpan.Zero, Fold = TimeSpan.Zero },
                Replay = new ReplaySettings { Bars = 20, Interval = TimeSpan.FromMilliseconds(45) },
            },
            _ => settings,
        };

    /// <summary>What happens before a bar is replayed; the faults strike once, when two fifths are through.</summary>
    public async Task BeforeBarAsync(
        RunnerSession session,
        int bar,
        RunnerSettings settings,
        CancellationToken cancellation
    )
    {
        if (bar != settings.Replay.Bars * 2 / 5)
        {
            return;
        }

        switch (scenario)
        {
            case Scenario.Error:
                throw new InvalidOperationException($"Fault injection: no quote for bar {bar + 1}");
            case Scenario.Hang:
                await Task.Delay(settings.HangFor, time, cancellation);
                break;
            case Scenario.Silent:
                session.Abandon();
                break;
            case Scenario.Crash:
                Process.GetCurrentProcess().Kill();
                break;
        }
    }

    /// <summary>Refuses the first orders of scenario retry.</summary>
    /// <exception cref="BrokerBusyException">Worth another attempt.</exception>
    public void BeforeOrder()
    {
        if (_refusals > 0)
        {
            _refusals--;
            throw new BrokerBusyException("Fault injection: the broker is busy");
        }
    }
}

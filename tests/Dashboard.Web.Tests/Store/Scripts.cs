using Sessions;

namespace Dashboard.Tests.Store;

/// <summary>Sessions as the reference runner has them, whole or up to a point.</summary>
internal static class Scripts
{
    /// <summary>Three phases, 10 trades, 6 wins, one failed check; 10,000 to 10,150; about 38 s.</summary>
    public static async Task FinishedAsync(
        ScriptedRunner runner,
        EventStatus end = EventStatus.Success
    )
    {
        await RunToApiPhaseAsync(runner);
        foreach (var equity in (double[])[10_118, 10_131, 10_127, 10_150])
        {
            await runner.After(2).BeatAsync(equity, wins: equity > 10_130 ? 1 : 0, losses: 0);
        }

        await runner.After(0.4).EndPhaseAsync(end);
        await runner.After(0.2).EndAsync(end);
    }

    /// <summary>Up to the first moments of the last phase.</summary>
    public static async Task RunToApiPhaseAsync(ScriptedRunner runner)
    {
        await runner.StartAsync();
        await runner.After(0.1).PhaseAsync("data_phase", 0);
        await runner.After(0.6).CheckAsync("schema_ok", message: "1,860 rows");
        await runner.After(0.3).CheckAsync("gaps_ok", EventStatus.Fail, "2 gaps over 5 days");
        await runner.After(1).BeatAsync(10_000);
        await runner.After(1.4).EndPhaseAsync();
        await runner.After(0.1).PhaseAsync("strategy_phase", 1);
        await runner.After(0.5).CheckAsync("lint_ok", message: "14 settings");
        double[] equity = [10_012, 10_050, 10_041, 10_066, 10_048, 10_092, 10_125, 10_108];
        for (var i = 0; i < equity.Length; i++)
        {
            await runner
                .After(2)
                .BeatAsync(equity[i], wins: i % 2, losses: i is 2 or 4 or 7 ? 1 : 0);
        }

        await runner.After(0.3).EndPhaseAsync();
        await runner.After(0.1).PhaseAsync("api_phase", 2, limit: 3600);
        await runner.After(0.4).CheckAsync("api_keys_present");
    }
}

using Runner.Telemetry;
using Runner.Worker.Market;
using Runner.Worker.Settings;

namespace Runner.Worker.Phases;

/// <summary>Reads the prices and checks that they can be computed with.</summary>
sealed class DataPhase(RunnerSettings settings, string symbol, TimeProvider time)
{
    /// <exception cref="PhaseFailedException">The file is bad; line and column are named.</exception>
    public async Task<Bar[]> RunAsync(RunnerPhase phase, CancellationToken cancellation)
    {
        var path = Path.Combine(AppContext.BaseDirectory, settings.Data.Path);
        List<Bar> bars = [];
        try
        {
            await new Retries(phase, settings.Retry, time).RunAsync(
                async () => bars = await ReadAsync(path, phase, cancellation),
                cancellation
            );
        }
        catch (BadPriceFileException bad)
        {
            phase.Require("schema_ok", (false, bad.Message));
        }

        phase.Require("schema_ok", Rows(bars, path));
        phase.Require("order_ok", SeriesChecks.Order(bars));
        phase.Require("gaps_ok", SeriesChecks.Gaps(bars, settings.Data.MaxGapDays));
        phase.Require("values_ok", SeriesChecks.Values(bars));
        return [.. bars];
    }

    async Task<List<Bar>> ReadAsync(string path, RunnerPhase phase, CancellationToken cancellation)
    {
        var pace = new Pace(settings.Pace.Row, time);
        List<Bar> bars = [];
        foreach (var bar in PriceFile.Read(path, symbol))
        {
            bars.Add(bar);
            phase.Progress();
            await pace.StepAsync(cancellation);
        }

        return bars;
    }

    (bool, string) Rows(List<Bar> bars, string path)
    {
        var needed =
            settings.Strategy.TrainBars + settings.Strategy.JudgeBars + settings.Replay.Bars;
        var file = Path.GetFileName(path);
        return bars.Count >= needed
            ? (true, $"{bars.Count} rows of {symbol} in {file}")
            : (false, $"{bars.Count} rows of {symbol} in {file}, {needed} needed");
    }
}

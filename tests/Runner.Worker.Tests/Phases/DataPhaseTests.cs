using Runner.Telemetry;
using Runner.Worker.Phases;
using Runner.Worker.Settings;

namespace Runner.Worker.Tests.Phases;

/// <summary>What becomes of a phase that reads bad prices.</summary>
public sealed class DataPhaseTests : IDisposable
{
    readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("date,close\n2024-01-02,1\n2024-01-03,x\n", "schema_ok", "line 3, column close")]
    [InlineData("date,close\n2024-01-03,1\n2024-01-02,1\n", "order_ok", "2024-01-02")]
    [InlineData("date,close\n2024-01-02,1\n2024-03-02,1\n", "gaps_ok", "2024-03-02")]
    [InlineData("date,close\n2024-01-02,1\n2024-01-03,-1\n", "values_ok", "2024-01-03")]
    [InlineData("date,close\n2024-01-02,1\n", "schema_ok", "1 rows")]
    public async Task A_bad_file_fails_it_by_a_check_that_says_where(
        string text,
        string check,
        string where
    )
    {
        await File.WriteAllTextAsync(_file, text, TestContext.Current.CancellationToken);
        await using var recorded = new RecordedPhase(TimeProvider.System);
        var settings = new RunnerSettings
        {
            Data = new DataSettings { Path = _file },
            Strategy = new StrategySettings { TrainBars = 1, JudgeBars = 1 },
            Replay = new ReplaySettings { Bars = 0 },
            Pace = new PaceSettings { Row = TimeSpan.Zero },
        };
        var failure = await Assert.ThrowsAsync<PhaseFailedException>(() =>
            new DataPhase(settings, "DAX", TimeProvider.System).RunAsync(
                recorded.Phase,
                TestContext.Current.CancellationToken
            )
        );

        var told = recorded.Named("runner.checkpoint").Last();
        Assert.Equal(check, told["runner.checkpoint.name"]);
        Assert.Equal("fail", told["runner.checkpoint.status"]);
        Assert.Contains(
            where,
            (string)told["runner.checkpoint.message"]!,
            StringComparison.Ordinal
        );
        Assert.StartsWith(check, failure.Message, StringComparison.Ordinal);
    }
}

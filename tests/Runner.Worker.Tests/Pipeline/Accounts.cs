using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>What holds for the figures and beats of any session, however it went.</summary>
static class Accounts
{
    public static void AssertBeatsWithoutGaps(List<SessionEvent> events)
    {
        var beats = events
            .Where(e => e.Type == EventType.Heartbeat)
            .Select(e => e.Beat!.Number)
            .Order()
            .ToList();
        Assert.NotEmpty(beats);
        Assert.Equal(Enumerable.Range(1, beats.Count).Select(n => (long)n), beats);
    }

    public static void AssertAddUp(SessionState session, List<SessionEvent> events)
    {
        var stated = events.Where(e => e.Figures?.Equity is not null).ToList();
        Assert.NotEmpty(stated);
        Assert.All(
            stated,
            e =>
            {
                var (equity, pnl) = (Cents(e.Figures!.Equity), Cents(e.Figures.Pnl));
                Assert.Equal(Cents(session.InitialCapital) + pnl, equity);
            }
        );
        AssertCounts(events.Where(e => e.Type == EventType.SummaryUpdated));
        if (!session.HasEnded)
        {
            return;
        }

        var end = events.Single(e => e.Type == EventType.RunnerEnd).Figures!;
        var phases = events.Where(e => e.Type == EventType.PhaseEnd).Select(e => e.Figures!);
        Assert.Equal(
            phases.Aggregate(TradeTotals.None, (sum, phase) => sum + Totals(phase)),
            Totals(end)
        );
        Assert.Equal(Totals(end), session.Totals);
        Assert.Equal(end.Equity, session.CurrentEquity);
        var beat = stated.Last(e => e.Type == EventType.Heartbeat);
        Assert.Equal((end.Equity, end.Pnl), (beat.Figures!.Equity, beat.Figures.Pnl));
    }

    /// <summary>From one summary to the next there is at most one trade more, and it is a win, a loss or flat.</summary>
    static void AssertCounts(IEnumerable<SessionEvent> summaries)
    {
        var before = TradeTotals.None;
        foreach (var summary in summaries)
        {
            var now = Totals(summary.Figures!);
            Assert.InRange(now.Trades - before.Trades, 0, 1);
            Assert.InRange(
                now.Wins - before.Wins + now.Losses - before.Losses,
                0,
                now.Trades - before.Trades
            );
            before = now;
        }
    }

    static TradeTotals Totals(Figures figures) =>
        new(figures.Trades!.Value, figures.Wins!.Value, figures.Losses!.Value);

    static decimal Cents(double? amount)
    {
        var cents = (decimal)amount!.Value;
        Assert.Equal(decimal.Round(cents, 2), cents);
        return cents;
    }
}

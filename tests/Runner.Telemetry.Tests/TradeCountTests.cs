using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Runner.Telemetry.Trading;

namespace Runner.Telemetry.Tests;

/// <summary>Trades are counted by phase; whatever is traded in whichever phase, the phases add up to the session.</summary>
public sealed class TradeCountTests
{
    static readonly Gen<(int Phase, decimal Pnl)[]> Trading = Gen.ArrayOf(
        from phase in Gen.Choose(0, 2)
        // Flat trades are rare in a market, and not to be missed here.
        from cents in Gen.OneOf(Gen.Constant(0), Gen.Choose(-500, 500))
        select (phase, cents / 100m)
    );

    [Fact]
    public void Phases_add_up_to_the_session() =>
        Check(
            (session, phases, _) =>
                phases.Sum(p => p.Trades) == session.Trades
                && phases.Sum(p => p.Wins) == session.Wins
                && phases.Sum(p => p.Losses) == session.Losses
        );

    [Fact]
    public void Every_trade_is_a_win_a_loss_or_flat() =>
        Check(
            (session, _, trades) =>
                session.Trades == trades.Length
                && session.Wins == trades.Count(t => t.Pnl > 0)
                && session.Losses == trades.Count(t => t.Pnl < 0)
                && session.Trades - session.Wins - session.Losses == trades.Count(t => t.Pnl == 0)
        );

    [Fact]
    public void Equity_is_capital_and_profit_whatever_was_traded() =>
        Check(
            (session, _, trades) =>
                session.Equity == 1000m + trades.Sum(t => t.Pnl)
                && session.Pnl == session.Equity - 1000m
        );

    static void Check(Func<Counted, Counted[], (int Phase, decimal Pnl)[], bool> rule) =>
        Prop.ForAll(
                Trading.ToArbitrary(),
                trades =>
                {
                    var (session, phases) = Trade(trades);
                    return rule(session, phases, trades);
                }
            )
            .QuickCheckThrowOnFailure();

    static (Counted Session, Counted[] Phases) Trade((int Phase, decimal Pnl)[] trades)
    {
        var telemetry = new RunnerTelemetry(NullLoggerFactory.Instance);
        var session = telemetry.StartSession(
            new RunnerSessionOptions
            {
                RunnerName = "counting",
                Account = new TradingAccount { InitialCapital = 1000m },
            }
        );
        var phases = Enumerable.Range(0, 3).Select(n => session.StartPhase($"{n}")).ToArray();
        var equity = 1000m;
        foreach (var (phase, pnl) in trades)
        {
            equity += pnl;
            phases[phase].TradeClosed(pnl, equity);
        }

        var stated = session
            .Ledger.Attributes(session.Ledger.Total)
            .ToDictionary(a => a.Key, a => a.Value);
        var money = session.Ledger.Money;
        session.Abandon();
        telemetry.Gauges.Dispose();
        return (
            new Counted(
                (decimal)(double)stated["runner.equity"]!,
                (decimal)(double)stated["runner.pnl"]!,
                (long)stated["runner.trades"]!,
                (long)stated["runner.wins"]!,
                (long)stated["runner.losses"]!
            ),
            [
                .. phases
                    .Select(p => p.Point(1, 2).Trades!.Value)
                    .Select(t => new Counted(
                        money.Equity!.Value,
                        money.Pnl!.Value,
                        t.Trades,
                        t.Wins,
                        t.Losses
                    )),
            ]
        );
    }

    sealed record Counted(decimal Equity, decimal Pnl, long Trades, long Wins, long Losses);
}

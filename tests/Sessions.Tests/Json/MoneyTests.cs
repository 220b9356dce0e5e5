using System.Text.Json;
using Sessions.Contract;

namespace Sessions.Tests.Json;

/// <summary>Money is optional: what was not stated is neither shown nor made up.</summary>
public sealed class MoneyTests
{
    [Fact]
    public void A_session_without_money_has_no_amounts_and_no_return()
    {
        var session = Fold(capital: null, figures: null);

        Assert.False(session.HasMoney);
        Assert.Null(session.Pnl);
        var summary = Summary(session);
        foreach (var name in (string[])["initial_capital", "current_equity", "roi"])
        {
            Assert.False(summary.TryGetProperty(name, out _), name);
        }
    }

    [Fact]
    public void An_equity_without_a_capital_is_no_profit()
    {
        var session = Fold(capital: null, new Figures { Equity = 10_050 });

        Assert.Null(session.Pnl);
        Assert.Equal(10_050, Summary(session).GetProperty("current_equity").GetDouble());
        Assert.False(Summary(session).TryGetProperty("roi", out _));
    }

    [Fact]
    public void A_stated_profit_is_used() =>
        Assert.Equal(50, Fold(capital: null, new Figures { Equity = 10_050, Pnl = 50 }).Pnl);

    [Fact]
    public void A_profit_and_a_capital_tell_the_equity_and_the_return()
    {
        var session = Fold(capital: 1000, new Figures { Pnl = -50 });

        Assert.Equal((950, -50, -5), (session.CurrentEquity, session.Pnl, session.Roi));
    }

    [Fact]
    public void The_deepest_fall_begins_at_the_capital()
    {
        double[] values = [496.59, 520, 700, 900, 1100, 1050, 1200];

        var curve = EquityReduction.Of(
            [.. values.Select((equity, i) => (Samples.At(i), equity, new EventId(i + 1)))],
            100,
            capital: 1000
        );

        Assert.Equal(50.341, curve.MaxDrawdown, 3);
        Assert.Equal(10, curve.Points[3].Drawdown, 9);
        Assert.Equal(0, curve.Points[4].Drawdown);
    }

    private static SessionState Fold(double? capital, Figures? figures)
    {
        var session = new SessionState { Id = "s" };
        session.Apply(
            Samples.Begin("s") with
            {
                Session = new SessionHeader { RunnerName = "backup", InitialCapital = capital },
            },
            null,
            Samples.Arrival
        );
        session.Apply(Samples.Beat("s", 2, 1) with { Figures = figures }, null, Samples.Arrival);
        return session;
    }

    private static JsonElement Summary(SessionState session)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            SummaryJson.Write(writer, session, null, Samples.At(10));
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}

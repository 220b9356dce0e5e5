using Runner.Worker.Market;

namespace Runner.Worker.Broker;

/// <summary>Executes orders on paper: at the open of the bar after the order, with slippage and fees. One position at a
/// time, long only, without credit. Every amount is rounded to the cent where it arises, so that cash, positions and
/// closed trades add up exactly.</summary>
sealed class PaperBroker(decimal initialCapital, Costs costs)
{
    /// <summary>Units can be bought in thousandths.</summary>
    const decimal Lot = 0.001m;

    readonly List<ClosedTrade> _trades = [];
    Fill? _entry;
    Side? _pending;
    decimal _marked;

    public decimal Cash { get; private set; } = initialCapital;

    /// <summary>Units held.</summary>
    public decimal Position => _entry?.Quantity ?? 0;

    public IReadOnlyList<ClosedTrade> Trades => _trades;

    /// <summary>What the open position would earn if its value at market were paid out now.</summary>
    public decimal OpenPnl => _entry is { } e ? _marked - e.Value - e.Fee : 0;

    /// <summary>Cash and the position at market.</summary>
    public decimal Equity => Cash + _marked;

    /// <summary>Places an order for the next bar; replaces one that is pending.</summary>
    public void Order(Side side) => _pending = side;

    /// <summary>Lets a bar happen: executes the pending order at its open, then values the position at its close.</summary>
    /// <returns>What was filled, and the trade that it closed.</returns>
    public (Fill? Fill, ClosedTrade? Closed) Next(Bar bar)
    {
        var side = _pending;
        _pending = null;
        var done = side switch
        {
            Side.Buy when _entry is null => (Buy(bar), null),
            Side.Sell when _entry is { } held => Sell(bar, held),
            _ => default((Fill?, ClosedTrade?)),
        };
        _marked = Cents(Position * bar.Close);
        return done;
    }

    Fill? Buy(Bar bar)
    {
        var price = bar.Open * (1 + costs.Slippage);
        // A cent each for the rounding of value and fee.
        var affordable = (Cash - 0.02m) / (price * (1 + costs.FeeRate));
        var quantity = decimal.Floor(affordable / Lot) * Lot;
        if (quantity <= 0)
        {
            return null;
        }

        var fill = Filled(bar, Side.Buy, quantity, price);
        Cash -= fill.Value + fill.Fee;
        _entry = fill;
        return fill;
    }

    (Fill?, ClosedTrade?) Sell(Bar bar, Fill held)
    {
        var fill = Filled(bar, Side.Sell, held.Quantity, bar.Open * (1 - costs.Slippage));
        Cash += fill.Value - fill.Fee;
        _entry = null;
        var trade = new ClosedTrade(held, fill, fill.Value - fill.Fee - held.Value - held.Fee);
        _trades.Add(trade);
        return (fill, trade);
    }

    Fill Filled(Bar bar, Side side, decimal quantity, decimal price)
    {
        var value = Cents(quantity * price);
        return new Fill(bar.Date, side, quantity, price, value, Cents(value * costs.FeeRate));
    }

    static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}

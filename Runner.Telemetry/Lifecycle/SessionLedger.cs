using System.Globalization;
using Runner.Conventions;
using Runner.Telemetry.Heartbeats;

namespace Runner.Telemetry.Lifecycle;

/// <summary>Money and trades of a session: equity and profit are the session's at the moment, trades are counted by run of a
/// phase and add up to the session's.</summary>
/// <param name="initialCapital">null if it is not known: then only a stated profit is one.</param>
sealed class SessionLedger(decimal? initialCapital)
{
    readonly decimal? _initialCapital = initialCapital;
    readonly Lock _gate = new();
    decimal? _equity = initialCapital;
    decimal? _pnl = initialCapital is null ? null : 0;
    TradeCounts _total;

    /// <summary>Equity now and profit since the start, as far as they are known.</summary>
    public (decimal? Equity, decimal? Pnl) Money
    {
        get
        {
            lock (_gate)
            {
                return (_equity, _pnl);
            }
        }
    }

    public TradeCounts Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    public void SetEquity(decimal value)
    {
        lock (_gate)
        {
            _equity = value;
            _pnl = _initialCapital is null ? _pnl : value - _initialCapital;
        }
    }

    public void SetPnl(decimal value)
    {
        lock (_gate)
        {
            _pnl = value;
            _equity = _initialCapital is null ? _equity : value + _initialCapital;
        }
    }

    public void CountTrade(decimal pnl)
    {
        lock (_gate)
        {
            _total = _total.With(pnl);
        }
    }

    /// <summary>Whether trades are told at all: there is money, or a trade was closed.</summary>
    public bool HasTrading
    {
        get
        {
            lock (_gate)
            {
                return (_equity ?? _pnl) is not null || _total.Trades > 0;
            }
        }
    }

    /// <summary>The figures as attributes; none without money or trades.</summary>
    /// <param name="trades">Of the phase or of the session.</param>
    public KeyValuePair<string, object?>[] Attributes(TradeCounts trades)
    {
        if (!HasTrading)
        {
            return [];
        }

        var (equity, pnl) = Money;
        List<KeyValuePair<string, object?>> all =
        [
            new(MetricNames.Trades, trades.Trades),
            new(MetricNames.Wins, trades.Wins),
            new(MetricNames.Losses, trades.Losses),
        ];
        if (equity is not null)
        {
            all.Add(new(MetricNames.Equity, (double)equity));
        }

        if (pnl is not null)
        {
            all.Add(new(MetricNames.Pnl, (double)pnl));
        }

        return [.. all];
    }

    /// <summary>The figures in a sentence.</summary>
    /// <param name="trades">Of the phase.</param>
    public string Describe(TradeCounts trades)
    {
        var (equity, pnl) = Money;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(equity is null ? "" : $"Equity {equity:0.00########}, ")}{(pnl is null ? "" : $"P&L {pnl:+0.00########;-0.00########;0.00}, ")}{trades.Wins}/{trades.Trades} won"
        );
    }
}

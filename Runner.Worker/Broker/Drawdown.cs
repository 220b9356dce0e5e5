namespace Runner.Worker.Broker;

/// <summary>How far equity has fallen from its highest value so far.</summary>
struct Drawdown
{
    decimal _peak;

    /// <summary>Fraction of the peak, 0 to 1.</summary>
    public decimal Now { get; private set; }

    /// <summary>The deepest so far.</summary>
    public decimal Deepest { get; private set; }

    public void Next(decimal equity)
    {
        _peak = Math.Max(_peak, equity);
        Now = _peak > 0 ? (_peak - equity) / _peak : 0;
        Deepest = Math.Max(Deepest, Now);
    }
}

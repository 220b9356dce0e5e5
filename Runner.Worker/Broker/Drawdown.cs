namespace Runner.Worker.Broker;

/// <summary>How far equity has fallen from its highest value so far.</summary>
struct Drawdown
{
    decimal peak;

    /// <summary>Fraction of the peak, 0 to 1.</summary>
    public decimal Now { get; private set; }

    /// <summary>The deepest so far.</summary>
    public decimal Deepest { get; private set; }

    public void Next(decimal equity)
    {
        peak = Math.Max(peak, equity);
        Now = peak > 0 ? (peak - equity) / peak : 0;
        Deepest = Math.Max(Deepest, Now);
    }
}

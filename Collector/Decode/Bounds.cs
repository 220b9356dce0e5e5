namespace Collector.Decode;

/// <summary>
/// What a number of the conventions may be. Far wider than any honest value, and narrow enough that nothing computed
/// from accepted values overflows a date, a decimal or a page.
/// </summary>
internal static class Bounds
{
    /// <summary>Ten years, for time limits, delays and intervals.</summary>
    public const double MaxSeconds = 315_576_000;

    /// <summary>Amounts of money, either sign.</summary>
    public const double MaxAmount = 1e18;

    /// <summary>Places and numbers of phases, runs of a phase, attempts.</summary>
    public const int MaxPlace = 1_000_000;

    /// <summary>Counts of trades, steps and beats.</summary>
    public const long MaxCount = Sessions.EventId.MaxBeat;
}

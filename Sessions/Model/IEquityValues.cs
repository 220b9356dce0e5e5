namespace Sessions;

/// <summary>
/// The values of an equity curve in order of time, as <see cref="EquityReduction"/> asks for them: a store need not hold
/// all of a long curve at hand.
/// </summary>
public interface IEquityValues
{
    int Count { get; }

    (DateTimeOffset Timestamp, double Equity, EventId Id) this[int index] { get; }

    /// <summary>The highest value up to and at a place.</summary>
    double PeakAt(int index);

    /// <summary>The first places of the lowest and of the highest value of a range that is not empty.</summary>
    /// <param name="start">Its first place.</param>
    /// <param name="end">The place behind its last.</param>
    (int Low, int High) Extremes(int start, int end);

    /// <summary>The first of the deepest falls, in percent of its peak, with the places of peak and trough; zeros without any.</summary>
    (double Percent, int Peak, int Trough) DeepestFall();
}

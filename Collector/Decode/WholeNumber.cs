namespace Collector.Decode;

/// <summary>Whole numbers that a client sent as doubles, as JavaScript does.</summary>
internal static class WholeNumber
{
    // Beyond 2^53 a double no longer tells neighbours apart.
    private const double Largest = 1L << 53;

    public static bool TryConvert(double value, out long whole)
    {
        var isWhole = Math.Abs(value) <= Largest && Math.Truncate(value) == value;
        whole = isWhole ? (long)value : 0;
        return isWhole;
    }
}

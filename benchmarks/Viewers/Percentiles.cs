using System.Globalization;

namespace Viewers;

/// <summary>Prints where many measurements lie.</summary>
internal static class Percentiles
{
    /// <param name="title">Of what.</param>
    /// <param name="milliseconds">Any number of them.</param>
    public static void Print(string title, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        Console.WriteLine(
            sorted.Length == 0
                ? $"{title}: nothing was measured"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{title}: n {sorted.Length}, p50 {Rank(0.5):0} ms, p95 {Rank(0.95):0} ms, p99 {Rank(0.99):0} ms, max {sorted[^1]:0} ms"
                )
        );

        double Rank(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}

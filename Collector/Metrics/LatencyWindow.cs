namespace Collector.Metrics;

/// <summary>The newest thousand latencies, for percentiles. Not thread-safe.</summary>
internal sealed class LatencyWindow
{
    private readonly double[] newest = new double[1024];
    private long count;

    public void Add(double milliseconds) => newest[count++ % newest.Length] = milliseconds;

    /// <returns>0 before the first.</returns>
    public double Percentile(double part)
    {
        var known = newest.AsSpan(0, (int)Math.Min(count, newest.Length)).ToArray();
        Array.Sort(known);
        return known.Length == 0 ? 0 : known[(int)(part * (known.Length - 1))];
    }
}

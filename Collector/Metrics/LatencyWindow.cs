namespace Collector.Metrics;

/// <summary>The newest thousand latencies, for percentiles. Not thread-safe.</summary>
internal sealed class LatencyWindow
{
    private readonly double[] _newest = new double[1024];
    private long _count;

    public void Add(double milliseconds) => _newest[_count++ % _newest.Length] = milliseconds;

    /// <returns>0 before the first.</returns>
    public double Percentile(double part)
    {
        var known = _newest.AsSpan(0, (int)Math.Min(_count, _newest.Length)).ToArray();
        Array.Sort(known);
        return known.Length == 0 ? 0 : known[(int)(part * (known.Length - 1))];
    }
}

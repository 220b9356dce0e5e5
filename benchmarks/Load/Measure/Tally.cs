using System.Diagnostics;

namespace Load.Measure;

/// <summary>What one worker saw while the measurement was on. Not shared: workers' tallies are added up at the end.</summary>
public sealed class Tally
{
    private readonly List<long> _latencies = new(16_384);
    private readonly Dictionary<string, long> _failures = [];

    public long Acknowledged { get; private set; }

    public long Rejected { get; private set; }

    public long Requests => _latencies.Count;

    public IReadOnlyDictionary<string, long> Failures => _failures;

    public void Accept(long items, long rejected, long startedAt)
    {
        _latencies.Add(Stopwatch.GetTimestamp() - startedAt);
        Acknowledged += items - rejected;
        Rejected += rejected;
    }

    public void Fail(string reason) => _failures[reason] = _failures.GetValueOrDefault(reason) + 1;

    public void Add(Tally other)
    {
        _latencies.AddRange(other._latencies);
        Acknowledged += other.Acknowledged;
        Rejected += other.Rejected;
        foreach (var (reason, count) in other._failures)
        {
            _failures[reason] = _failures.GetValueOrDefault(reason) + count;
        }
    }

    /// <summary>Milliseconds below which the given share of acknowledgements stayed; NaN without any.</summary>
    public double[] Percentiles(params double[] shares)
    {
        _latencies.Sort();
        return
        [
            .. shares.Select(share =>
                _latencies.Count == 0
                    ? double.NaN
                    : _latencies[Math.Min(_latencies.Count - 1, (int)(share * _latencies.Count))]
                        * 1000.0
                        / Stopwatch.Frequency
            ),
        ];
    }
}

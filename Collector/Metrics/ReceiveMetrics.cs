using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Collector.Metrics;

/// <summary>What came in and what became of it. Thread-safe.</summary>
internal sealed class ReceiveMetrics
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly Counter<long> _itemCounter;
    private readonly Counter<long> _rejectedCounter;
    private readonly Counter<long> _unmatchedCounter;
    private long _requests;
    private long _spans;
    private long _logRecords;
    private long _points;
    private long _unmatched;

    public ReceiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterNames.Receive);
        _itemCounter = meter.CreateCounter<long>("collector.items.received", "{item}");
        _rejectedCounter = meter.CreateCounter<long>("collector.rejected", "{item}");
        _unmatchedCounter = meter.CreateCounter<long>("collector.items.unmatched", "{item}");
    }

    public long Requests => Volatile.Read(ref _requests);

    public long Spans => Volatile.Read(ref _spans);

    public long LogRecords => Volatile.Read(ref _logRecords);

    public long Points => Volatile.Read(ref _points);

    public long Unmatched => Volatile.Read(ref _unmatched);

    /// <summary>Requests refused because too much was in hand.</summary>
    public long Overloads => _rejected.GetValueOrDefault(RejectReasons.Overloaded);

    /// <summary>Requests or items refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => _rejected;

    /// <summary>A request was read; what it holds is stored or about to be.</summary>
    /// <param name="signal">What it holds.</param>
    /// <param name="items">Spans, log records or data _points.</param>
    /// <param name="withoutSession">Items that belong to no session.</param>
    /// <param name="badValues">Items that were rejected because of what they say.</param>
    public void Received(Signal signal, int items, int withoutSession, int badValues)
    {
        Interlocked.Increment(ref _requests);
        ref var counter = ref CounterOf(signal);
        Interlocked.Add(ref counter, items);
        _itemCounter.Add(items, new KeyValuePair<string, object?>("signal", SignalTag(signal)));
        if (withoutSession > 0)
        {
            Interlocked.Add(ref _unmatched, withoutSession);
            _unmatchedCounter.Add(withoutSession);
        }

        if (badValues > 0)
        {
            Reject(RejectReasons.BadValue, badValues);
        }
    }

    /// <summary>Counts refused requests, or items where a request was taken in part.</summary>
    public void Reject(string reason, long count = 1)
    {
        _rejected.AddOrUpdate(reason, count, (_, known) => known + count);
        _rejectedCounter.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    private ref long CounterOf(Signal signal)
    {
        if (signal == Signal.Traces)
        {
            return ref _spans;
        }

        if (signal == Signal.Logs)
        {
            return ref _logRecords;
        }

        return ref _points;
    }

    private static string SignalTag(Signal signal) =>
        signal switch
        {
            Signal.Traces => "traces",
            Signal.Logs => "logs",
            _ => "metrics",
        };
}

/// <summary>Why something was refused, as <c>/status</c> and the meters name it.</summary>
internal static class RejectReasons
{
    public const string BadValue = "bad_value";
    public const string Malformed = "malformed";
    public const string TooLarge = "too_large";
    public const string Overloaded = "overloaded";
    public const string StoreUnavailable = "store_unavailable";
    public const string Unauthorized = "unauthorized";
    public const string Unsupported = "unsupported";
    public const string TooSlow = "too_slow";
    public const string Fault = "fault";
}

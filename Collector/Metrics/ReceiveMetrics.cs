using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Collector.Metrics;

/// <summary>What came in and what became of it. Thread-safe.</summary>
internal sealed class ReceiveMetrics
{
    private readonly ConcurrentDictionary<string, long> rejected = new(StringComparer.Ordinal);
    private readonly Counter<long> itemCounter;
    private readonly Counter<long> rejectedCounter;
    private readonly Counter<long> unmatchedCounter;
    private long requests;
    private long spans;
    private long logRecords;
    private long points;
    private long unmatched;

    public ReceiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterNames.Receive);
        itemCounter = meter.CreateCounter<long>("collector.items.received", "{item}");
        rejectedCounter = meter.CreateCounter<long>("collector.rejected", "{item}");
        unmatchedCounter = meter.CreateCounter<long>("collector.items.unmatched", "{item}");
    }

    public long Requests => Volatile.Read(ref requests);

    public long Spans => Volatile.Read(ref spans);

    public long LogRecords => Volatile.Read(ref logRecords);

    public long Points => Volatile.Read(ref points);

    public long Unmatched => Volatile.Read(ref unmatched);

    /// <summary>Requests or items refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected => rejected;

    /// <summary>A request was read; what it holds is stored or about to be.</summary>
    /// <param name="signal">What it holds.</param>
    /// <param name="items">Spans, log records or data points.</param>
    /// <param name="withoutSession">Items that belong to no session.</param>
    /// <param name="badValues">Items that were rejected because of what they say.</param>
    public void Received(Signal signal, int items, int withoutSession, int badValues)
    {
        Interlocked.Increment(ref requests);
        ref var counter = ref CounterOf(signal);
        Interlocked.Add(ref counter, items);
        itemCounter.Add(items, new KeyValuePair<string, object?>("signal", SignalTag(signal)));
        if (withoutSession > 0)
        {
            Interlocked.Add(ref unmatched, withoutSession);
            unmatchedCounter.Add(withoutSession);
        }

        if (badValues > 0)
        {
            Reject(RejectReasons.BadValue, badValues);
        }
    }

    /// <summary>Counts refused requests, or items where a request was taken in part.</summary>
    public void Reject(string reason, long count = 1)
    {
        rejected.AddOrUpdate(reason, count, (_, known) => known + count);
        rejectedCounter.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    private ref long CounterOf(Signal signal)
    {
        if (signal == Signal.Traces)
        {
            return ref spans;
        }

        if (signal == Signal.Logs)
        {
            return ref logRecords;
        }

        return ref points;
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

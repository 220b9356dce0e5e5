using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Collector.Metrics;

/// <summary>
/// Counts what named a session and was not used, and logs the first of each reason and session, so that a runner's author
/// finds out even if its SDK says nothing of the answer. Thread-safe.
/// </summary>
internal sealed partial class IgnoredMetrics(IMeterFactory meters, ILogger<IgnoredMetrics> log)
{
    // Session ids are the sender's; beyond this many all are forgotten, and a session may be told of twice.
    private const int MaxTold = 10_000;

    private readonly Counter<long> _counter = meters
        .Create(MeterNames.Receive)
        .CreateCounter<long>(
            "collector.ignored",
            "{item}",
            "Values and items that name a session and were not used, by reason."
        );
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Session, string Reason), byte> _told = [];

    /// <summary>How many values and items were ignored, by reason.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Count(string reason, long count)
    {
        _counts.AddOrUpdate(reason, count, (_, known) => known + count);
        _counter.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>Logs it unless the session had one of this reason before.</summary>
    public void Tell(string session, string reason, string what)
    {
        if (_told.Count >= MaxTold)
        {
            _told.Clear();
        }

        if (_told.TryAdd((session, reason), 0))
        {
            LogIgnored(session, what);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Session {SessionId}: ignored {What}.")]
    private partial void LogIgnored(string sessionId, string what);
}

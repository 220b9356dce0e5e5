using Load;
using Load.Payload;

namespace Collector.Benchmarks;

/// <summary>The load generator's requests, one of each signal: what the collector is measured with as a whole.</summary>
internal sealed class Requests(Signal signal, int sessions)
{
    /// <summary>Spans, records or points in each.</summary>
    public const int Items = 512;

    private readonly RequestTemplate _template = Template(signal, new SessionPool(sessions));
    private ulong _now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>The next request, with ids and times of its own; the bytes are valid until the one after it.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        _template.Patch(_now);
        // As far apart as the items of one request are, so that no two items share a time.
        _now += Items * 1_000;
        return _template.Message;
    }

    private static RequestTemplate Template(Signal signal, SessionPool pool) =>
        signal switch
        {
            Signal.Traces => new TraceTemplate(pool, Items, SpanShape.Step),
            Signal.Logs => new LogTemplate(pool, Items),
            _ => new MetricTemplate(pool, Items),
        };
}

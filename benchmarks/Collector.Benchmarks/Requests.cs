using Load;
using Load.Payload;

namespace Collector.Benchmarks;

/// <summary>The load generator's requests, one of each signal: what the collector is measured with as a whole.</summary>
internal sealed class Requests(Signal signal, int sessions)
{
    /// <summary>Spans, records or points in each.</summary>
    public const int Items = 512;

    private readonly RequestTemplate template = Template(signal, new SessionPool(sessions));
    private ulong now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>The next request, with ids and times of its own; the bytes are valid until the one after it.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        template.Patch(now);
        // As far apart as the items of one request are, so that no two items share a time.
        now += Items * 1_000;
        return template.Message;
    }

    private static RequestTemplate Template(Signal signal, SessionPool pool) =>
        signal switch
        {
            Signal.Traces => new TraceTemplate(pool, Items, SpanShape.Step),
            Signal.Logs => new LogTemplate(pool, Items),
            _ => new MetricTemplate(pool, Items),
        };
}

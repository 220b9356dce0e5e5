using BenchmarkDotNet.Attributes;
using Collector.Decode;

namespace Collector.Benchmarks;

/// <summary>Walking a request to its last attribute, with nothing made of it; for one item.</summary>
[MemoryDiagnoser]
public class Decoding
{
    private readonly FactReader facts = new(new Interner());
    private readonly Walk walk;
    private ReadOnlyMemory<byte> request;

    public Decoding() => walk = new Walk(facts);

    [Params("Traces", "Logs")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup() => request = new Requests(Enum.Parse<Signal>(Kind), 100).Next();

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Request()
    {
        ExportRequestMessage.Read(Enum.Parse<Signal>(Kind), request.Span, facts, walk);
        return walk.Seen;
    }

    private sealed class Walk(FactReader facts) : ISignalSink
    {
        public int Seen { get; private set; }

        public void Span(in SpanMessage span, in Facts inherited, AttributeList resource)
        {
            Read(span.Attributes, inherited);
            foreach (var spanEvent in span.Events)
            {
                Read(spanEvent.Attributes, inherited);
            }
        }

        public void LogRecord(
            in LogRecordMessage record,
            in Facts inherited,
            AttributeList resource
        ) => Read(record.Attributes, inherited);

        public void Metric(
            in MetricMessage metric,
            in Facts inherited,
            AttributeList resource,
            ReadOnlySpan<byte> scope
        )
        {
            foreach (var point in metric.Points)
            {
                Read(NumberDataPointMessage.Read(point).Attributes, inherited);
            }
        }

        private void Read(AttributeList attributes, in Facts inherited)
        {
            var said = inherited;
            facts.Read(attributes, ref said);
            Seen += said.HasFree ? 1 : 0;
        }
    }
}

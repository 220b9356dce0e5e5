using BenchmarkDotNet.Attributes;
using Collector.Decode;

namespace Collector.Benchmarks;

/// <summary>Walking a request to its last attribute, with nothing made of it; for one item.</summary>
[MemoryDiagnoser]
public class Decoding
{
    private readonly AttributeReader _attributeReader = new(new Interner());
    private readonly Walk _walk;
    private ReadOnlyMemory<byte> _request;

    public Decoding() => _walk = new Walk(_attributeReader);

    [Params("Traces", "Logs")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _request = new Requests(Enum.Parse<Signal>(Kind), 100).Next();

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Request()
    {
        ExportRequestMessage.Read(Enum.Parse<Signal>(Kind), _request.Span, _attributeReader, _walk);
        return _walk.Seen;
    }

    private sealed class Walk(AttributeReader _attributeReader) : ISignalSink
    {
        public int Seen { get; private set; }

        public void Span(
            in SpanMessage span,
            in DecodedAttributes inherited,
            AttributeList resource
        )
        {
            Read(span.Attributes, inherited);
            foreach (var spanEvent in span.Events)
            {
                Read(spanEvent.Attributes, inherited);
            }
        }

        public void LogRecord(
            in LogRecordMessage record,
            in DecodedAttributes inherited,
            AttributeList resource
        ) => Read(record.Attributes, inherited);

        public void Metric(
            in MetricMessage metric,
            in DecodedAttributes inherited,
            AttributeList resource,
            ReadOnlySpan<byte> scope
        )
        {
            foreach (var point in metric.Points)
            {
                Read(NumberDataPointMessage.Read(point).Attributes, inherited);
            }
        }

        private void Read(AttributeList attributes, in DecodedAttributes inherited)
        {
            var decoded = inherited;
            _attributeReader.Read(attributes, ref decoded);
            Seen += decoded.HasFree ? 1 : 0;
        }
    }
}

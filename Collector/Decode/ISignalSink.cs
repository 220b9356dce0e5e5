namespace Collector.Decode;

/// <summary>
/// Takes the items of a request one by one, while the request's bytes are in place. What is inherited is what the
/// item's resource says under the conventions' names; the resource's attributes are there for what keeps them all.
/// </summary>
internal interface ISignalSink
{
    void Span(in SpanMessage span, in DecodedAttributes inherited, AttributeList resource);

    void LogRecord(
        in LogRecordMessage record,
        in DecodedAttributes inherited,
        AttributeList resource
    );

    void Metric(
        in MetricMessage metric,
        in DecodedAttributes inherited,
        AttributeList resource,
        ReadOnlySpan<byte> scope
    );
}

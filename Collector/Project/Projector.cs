using Collector.Decode;

namespace Collector.Project;

/// <summary>
/// Turns the items of a request into events and points. Pure apart from its caches: the same request always gives the
/// same projection. Not thread-safe; one per request at a time.
/// </summary>
internal sealed class Projector : ISignalSink, IDisposable
{
    private readonly AttributeReader attributeReader;
    private readonly DetailsJson details;
    private readonly SpanProjector spans;
    private readonly LogProjector logs;
    private readonly GaugeProjector gauges;
    private readonly FigureProjector figures;
    private Projection projection = new();

    public Projector()
    {
        var interner = new Interner();
        attributeReader = new AttributeReader(interner);
        details = new DetailsJson(interner);
        spans = new SpanProjector(interner, attributeReader, details);
        logs = new LogProjector(interner, attributeReader, details);
        gauges = new GaugeProjector(interner, attributeReader);
        figures = new FigureProjector(interner, attributeReader, details);
    }

    /// <exception cref="MalformedMessageException">The bytes are no such request; the projection is of no use then.</exception>
    public void Project(Signal signal, ReadOnlySpan<byte> request, Projection into)
    {
        into.Reset(signal);
        projection = into;
        gauges.Reset();
        ExportRequestMessage.Read(signal, request, attributeReader, this);
        gauges.Join(into);
    }

    void ISignalSink.Span(
        in SpanMessage span,
        in DecodedAttributes inherited,
        AttributeList resource
    ) => spans.Project(span, inherited, resource, projection);

    void ISignalSink.LogRecord(
        in LogRecordMessage record,
        in DecodedAttributes inherited,
        AttributeList resource
    ) => logs.Project(record, inherited, resource, projection);

    void ISignalSink.Metric(
        in MetricMessage metric,
        in DecodedAttributes inherited,
        AttributeList resource,
        ReadOnlySpan<byte> scope
    )
    {
        if (!gauges.TryProject(metric, inherited, projection))
        {
            figures.Project(metric, inherited, resource, scope, projection);
        }
    }

    public void Dispose() => details.Dispose();
}

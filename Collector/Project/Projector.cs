using Collector.Decode;

namespace Collector.Project;

/// <summary>
/// Turns the items of a request into events and points. Pure apart from its caches: the same request always gives the
/// same projection. Not thread-safe; one per request at a time.
/// </summary>
internal sealed class Projector : ISignalSink, IDisposable
{
    private readonly AttributeReader _attributeReader;
    private readonly DetailsJson _details;
    private readonly SpanProjector _spans;
    private readonly LogProjector _logs;
    private readonly GaugeProjector _gauges;
    private readonly FigureProjector _figures;
    private Projection _projection = new();

    public Projector()
    {
        var interner = new Interner();
        _attributeReader = new AttributeReader(interner);
        _details = new DetailsJson(interner);
        _spans = new SpanProjector(interner, _attributeReader, _details);
        _logs = new LogProjector(interner, _attributeReader, _details);
        _gauges = new GaugeProjector(interner, _attributeReader);
        _figures = new FigureProjector(interner, _attributeReader, _details);
    }

    /// <exception cref="MalformedMessageException">The bytes are no such request; the projection is invalid then.</exception>
    public void Project(Signal signal, ReadOnlySpan<byte> request, Projection into)
    {
        into.Reset(signal);
        _projection = into;
        _gauges.Reset();
        ExportRequestMessage.Read(signal, request, _attributeReader, this);
        _gauges.Join(into);
    }

    void ISignalSink.Span(
        in SpanMessage span,
        in DecodedAttributes inherited,
        AttributeList resource
    ) => _spans.Project(span, inherited, resource, _projection);

    void ISignalSink.LogRecord(
        in LogRecordMessage record,
        in DecodedAttributes inherited,
        AttributeList resource
    ) => _logs.Project(record, inherited, resource, _projection);

    void ISignalSink.Metric(
        in MetricMessage metric,
        in DecodedAttributes inherited,
        AttributeList resource,
        ReadOnlySpan<byte> scope
    )
    {
        if (!_gauges.TryProject(metric, inherited, _projection))
        {
            _figures.Project(metric, inherited, resource, scope, _projection);
        }
    }

    public void Dispose() => _details.Dispose();
}

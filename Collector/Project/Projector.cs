using Collector.Decode;

namespace Collector.Project;

/// <summary>
/// Turns the items of a request into events and points. Pure apart from its caches: the same request always gives the
/// same projection. Not thread-safe; one per request at a time.
/// </summary>
internal sealed class Projector : ISignalSink, IDisposable
{
    private readonly FactReader facts;
    private readonly DetailsJson details;
    private readonly SpanProjector spans;
    private readonly LogProjector logs;
    private readonly GaugeProjector gauges;
    private readonly FigureProjector figures;
    private Projection projection = new();

    public Projector()
    {
        var interner = new Interner();
        facts = new FactReader(interner);
        details = new DetailsJson(interner);
        spans = new SpanProjector(interner, facts, details);
        logs = new LogProjector(interner, facts, details);
        gauges = new GaugeProjector(interner, facts);
        figures = new FigureProjector(interner, facts, details);
    }

    /// <exception cref="MalformedMessageException">The bytes are no such request; the projection is of no use then.</exception>
    public void Project(Signal signal, ReadOnlySpan<byte> request, Projection into)
    {
        into.Reset(signal);
        projection = into;
        gauges.Reset();
        ExportRequestMessage.Read(signal, request, facts, this);
        gauges.Join(into);
    }

    void ISignalSink.Span(in SpanMessage span, in Facts inherited, AttributeList resource) =>
        spans.Project(span, inherited, resource, projection);

    void ISignalSink.LogRecord(
        in LogRecordMessage record,
        in Facts inherited,
        AttributeList resource
    ) => logs.Project(record, inherited, resource, projection);

    void ISignalSink.Metric(
        in MetricMessage metric,
        in Facts inherited,
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

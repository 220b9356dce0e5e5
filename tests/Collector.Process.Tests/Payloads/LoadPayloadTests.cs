using Google.Protobuf;
using Load;
using Load.Payload;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;

namespace ProcessTests.Payloads;

/// <summary>What the load generator patches together is OTLP, and says what its README says.</summary>
public sealed class LoadPayloadTests
{
    private const int Items = 64;
    private readonly SessionPool _pool = new(10);
    private readonly ItemClock _clock = new();

    [Theory]
    [InlineData(SpanShape.Step)]
    [InlineData(SpanShape.Phase)]
    public void Spans_have_unique_ids_their_sessions_trace_and_one_checkpoint_each(SpanShape shape)
    {
        var template = new TraceTemplate(_pool, Items, shape);
        var spans = Twice(template, ExportTraceServiceRequest.Parser)
            .SelectMany(r => r.ResourceSpans.Single().ScopeSpans.Single().Spans)
            .ToArray();

        Assert.Equal(2 * Items, spans.Length);
        Assert.Equal(spans.Length, spans.Select(s => s.SpanId).Distinct().Count());
        Assert.Equal(
            10,
            spans.Select(s => (s.TraceId, Text(s.Attributes, "session.id"))).Distinct().Count()
        );
        Assert.All(
            spans,
            span =>
            {
                Assert.True(span.StartTimeUnixNano < span.EndTimeUnixNano);
                Assert.Equal("api_phase", Text(span.Attributes, "runner.phase.name"));
                Assert.Equal(
                    shape == SpanShape.Phase,
                    span.Attributes.Any(a => a.Key == "runner.phase.status")
                );
                var checkpoint = Assert.Single(span.Events);
                Assert.Equal("runner.checkpoint", checkpoint.Name);
                Assert.InRange(
                    checkpoint.TimeUnixNano,
                    span.StartTimeUnixNano,
                    span.EndTimeUnixNano
                );
                Assert.Contains(
                    Text(checkpoint.Attributes, "runner.checkpoint.status"),
                    (string[])["pass", "warn", "fail"]
                );
                Assert.Matches(
                    "^checked [0-9]{8} rows$",
                    Text(checkpoint.Attributes, "runner.checkpoint.message")
                );
            }
        );
    }

    [Fact]
    public void Log_records_are_checkpoints_that_differ_in_time()
    {
        var records = Twice(new LogTemplate(_pool, Items), ExportLogsServiceRequest.Parser)
            .SelectMany(r => r.ResourceLogs.Single().ScopeLogs.Single().LogRecords)
            .ToArray();

        Assert.Equal(2 * Items, records.Select(r => r.TimeUnixNano).Distinct().Count());
        Assert.All(records, record => Assert.Equal("runner.checkpoint", record.EventName));
        Assert.All(
            records,
            record => Assert.Equal("api_phase", Text(record.Attributes, "runner.phase.name"))
        );
        Assert.Equal(10, records.Select(r => Text(r.Attributes, "session.id")).Distinct().Count());
    }

    [Fact]
    public void Points_make_whole_beats_that_count_up_in_each_session()
    {
        var requests = Twice(new MetricTemplate(_pool, Items), ExportMetricsServiceRequest.Parser);
        var metrics = requests
            .SelectMany(r => r.ResourceMetrics.Single().ScopeMetrics.Single().Metrics)
            .ToArray();

        Assert.Equal(8, metrics.Select(m => m.Name).Distinct().Count());
        Assert.All(metrics, metric => Assert.Equal(Items / 8, metric.Gauge.DataPoints.Count));
        var beats = metrics
            .Where(m => m.Name == "runner.heartbeat")
            .SelectMany(m => m.Gauge.DataPoints);
        var bySession = beats.GroupBy(p => Text(p.Attributes, "session.id"), p => p.AsInt);
        Assert.All(
            bySession,
            beat => Assert.Equal(Enumerable.Range(1, beat.Count()).Select(n => (long)n), beat)
        );
        var equity = metrics
            .Where(m => m.Name == "runner.equity")
            .SelectMany(m => m.Gauge.DataPoints);
        Assert.All(equity, point => Assert.InRange(point.AsDouble, 9_900, 10_100));
    }

    /// <summary>The request as it is sent first and second.</summary>
    private T[] Twice<T>(RequestTemplate template, MessageParser<T> parser)
        where T : IMessage<T> =>
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ =>
                {
                    template.Patch(_clock.Reserve(template.Items));
                    TestContext.Current.TestOutputHelper?.WriteLine(
                        $"{(double)template.Message.Length / template.Items:F0} bytes an item"
                    );
                    return parser.ParseFrom(template.Message.Span);
                }),
        ];

    private static string Text(IEnumerable<KeyValue> attributes, string key) =>
        attributes.Single(a => a.Key == key).Value.StringValue;
}

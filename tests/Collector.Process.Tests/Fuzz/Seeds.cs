using System.Globalization;
using System.Text;
using Load;
using Load.Payload;
using ProcessTests.Sending;

namespace ProcessTests.Fuzz;

/// <summary>Well-formed requests of each signal in each encoding, to be damaged.</summary>
internal static class Seeds
{
    private const int Items = 8;

    private const string Ids = """
        "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"
        """;

    private const string Common = """
        {"key":"session.id","value":{"stringValue":"@session"}},
        {"key":"runner.phase.name","value":{"stringValue":"api_phase"}},
        {"key":"app.list","value":{"arrayValue":{"values":[
          {"intValue":"7"},{"doubleValue":0.5},{"boolValue":true},{"bytesValue":"AAEC"}]}}}
        """;

    private const string Checkpoint = """
        {"key":"runner.checkpoint.name","value":{"stringValue":"schema_ok"}},
        {"key":"runner.checkpoint.status","value":{"stringValue":"pass"}}
        """;

    private const string Spans = """
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"spans":[
          {@ids,"name":"api_phase","kind":1,"startTimeUnixNano":"@now","endTimeUnixNano":"@now",
           "attributes":[@common],"status":{"code":1},
           "events":[{"timeUnixNano":"@now","name":"runner.checkpoint","attributes":[@checkpoint]}]}]}]}]}
        """;

    private const string Points = """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
          {"name":"runner.heartbeat","gauge":{"dataPoints":[
            {"timeUnixNano":"@now","asInt":"7","attributes":[@common]}]}},
          {"name":"other","histogram":{"aggregationTemporality":2,"dataPoints":[
            {"timeUnixNano":"@now","count":"3","sum":1.5,"bucketCounts":["1","2"],"explicitBounds":[10]}]}}]}]}]}
        """;

    private const string Records = """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[
          {"timeUnixNano":"@now","severityNumber":9,"body":{"stringValue":"Checkpoint \u00e9"},
           "eventName":"runner.checkpoint",@ids,"attributes":[@common,@checkpoint]}]}]}]}
        """;

    public static byte[] Of(Transport transport, OtlpSignal signal) =>
        transport == Transport.HttpJson ? Json(signal) : Protobuf(signal);

    private static byte[] Protobuf(OtlpSignal signal)
    {
        var pool = new SessionPool(4);
        RequestTemplate template = signal switch
        {
            OtlpSignal.Traces => new TraceTemplate(pool, Items, SpanShape.Phase),
            OtlpSignal.Metrics => new MetricTemplate(pool, Items),
            _ => new LogTemplate(pool, Items),
        };
        template.Patch(new ItemClock().Reserve(template.Items));
        return template.Message.ToArray();
    }

    private static byte[] Json(OtlpSignal signal)
    {
        var template = signal switch
        {
            OtlpSignal.Traces => Spans,
            OtlpSignal.Metrics => Points,
            _ => Records,
        };
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        return Encoding.UTF8.GetBytes(
            template
                .Replace("@common", Common, StringComparison.Ordinal)
                .Replace("@checkpoint", Checkpoint, StringComparison.Ordinal)
                .Replace("@ids", Ids, StringComparison.Ordinal)
                .Replace("@session", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
                .Replace(
                    "@now",
                    now.ToString(CultureInfo.InvariantCulture),
                    StringComparison.Ordinal
                )
        );
    }
}

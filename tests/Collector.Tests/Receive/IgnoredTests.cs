using System.Text.Json;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using Sessions;
using Sessions.Contract.Reference;

namespace Collector.Tests.Receive;

/// <summary>Nothing is ignored silently: the answer names it and <c>/status</c> counts it.</summary>
public sealed class IgnoredTests
{
    private static readonly (string, object) Id = ("session.id", Given.Session);

    [Fact]
    public async Task What_names_a_session_and_is_not_used_is_in_the_answer_and_in_the_status()
    {
        await using var collector = await RunningCollector.StartAsync();
        var traces = await collector.Client.HttpAsync(
            "/v1/traces",
            Given.Request(Given.Span("nightly-job", 1, 1, Id), Given.Span("GET /", 3, 1))
        );
        var logs = await collector.Client.GrpcAsync(
            OtlpClient.Logs,
            Given.Request(
                Given.Log("runner.session.begin", 1, 1, Id),
                Given.Log("runner.phase.start", 2, 1, Id, ("runner.phase.index", "first"))
            )
        );

        var partial = ExportTraceServiceResponse.Parser.ParseFrom(traces.Body).PartialSuccess;
        Assert.Equal(0, partial.RejectedSpans);
        Assert.Contains("nightly-job", partial.ErrorMessage);
        Assert.DoesNotContain("GET /", partial.ErrorMessage);
        var warning = ExportLogsServiceResponse.Parser.ParseFrom(logs.Body).PartialSuccess;
        Assert.Equal(0, warning.RejectedLogRecords);
        Assert.Contains("runner.session.begin", warning.ErrorMessage);
        Assert.Contains("runner.phase.index: must be a whole number", warning.ErrorMessage);

        var status = await collector.Client.StatusAsync();
        Assert.Equal(
            """{"bad_value":1,"unknown_event":1,"unused_span":1}""",
            Sorted(status.GetProperty("ignored"))
        );
        Assert.Equal(1, status.GetProperty("unmatched").GetInt64());
    }

    [Fact]
    public async Task In_JSON_the_answer_says_the_same()
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await collector.Client.HttpAsync(
            "/v1/metrics",
            """{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"runner.hearbeat","gauge":{"dataPoints":[{"timeUnixNano":"1767323045000000000","asInt":"1","attributes":[{"key":"session.id","value":{"stringValue":"a"}}]}]}}]}]}]}"""u8.ToArray(),
            "application/json"
        );
        var partial = JsonDocument.Parse(answer.Body).RootElement.GetProperty("partialSuccess");
        Assert.Equal("0", partial.GetProperty("rejectedDataPoints").GetString());
        Assert.Contains("runner.hearbeat", partial.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Half_an_emoji_becomes_a_replacement_character_and_its_neighbours_are_stored()
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await collector.Client.HttpAsync(
            "/v1/logs",
            """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
            {"timeUnixNano":"1767323045000000000","eventName":"runner.phase.start","attributes":[
              {"key":"session.id","value":{"stringValue":"a"}},{"key":"note","value":{"stringValue":"half \ud83d, whole \ud83d\ude00 \"\n"}},{"\udc00":1,"key":"x","value":{}}]}]}]}]}
            """u8.ToArray(),
            "application/json"
        );
        Assert.Equal("{}", System.Text.Encoding.UTF8.GetString(answer.Body));
        var stored = Assert.Single(collector.Store.Events);
        Assert.Equal(
            "half \uFFFD, whole 😀 \"\n",
            JsonDocument.Parse(stored.Details!).RootElement.GetProperty("note").GetString()
        );
    }

    private static string Sorted(JsonElement counts) =>
        JsonSerializer.Serialize(
            counts
                .EnumerateObject()
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .ToDictionary(p => p.Name, p => p.Value)
        );

    [Fact]
    public async Task What_a_session_has_no_room_for_is_named_counted_and_logged_once()
    {
        using var log = new RecordingLog();
        await using var store = new ReferenceStore();
        await using var collector = await RunningCollector.StartAsync(writer: store, log: log);
        var metrics = Enumerable
            .Range(0, Figure.MostOfSession + 2)
            .Select(i => Given.Gauge($"figure.{i:00}", i, 1, Id))
            .ToArray();
        var starts = Enumerable
            .Range(0, SessionState.MostPhases + 1)
            .Select(i =>
                Given.Log("runner.phase.start", 1, i, Id, ("runner.phase.name", $"p{i:0000}"))
            )
            .ToArray();
        foreach (var start in starts)
        {
            start.SpanId = ByteString.Empty;
        }

        var figures = await collector.Client.HttpAsync("/v1/metrics", Given.Request(metrics));
        await collector.Client.HttpAsync("/v1/metrics", Given.Request(metrics[^1]));
        var phases = await collector.Client.HttpAsync("/v1/logs", Given.Request(starts));

        var partial = ExportMetricsServiceResponse.Parser.ParseFrom(figures.Body).PartialSuccess;
        Assert.Equal(2, partial.RejectedDataPoints);
        Assert.Contains("figure.64", partial.ErrorMessage);
        Assert.Contains("figure.65", partial.ErrorMessage);
        Assert.DoesNotContain("figure.63", partial.ErrorMessage);
        var warning = ExportLogsServiceResponse.Parser.ParseFrom(phases.Body).PartialSuccess;
        Assert.Equal(0, warning.RejectedLogRecords);
        Assert.Contains("phase p1000", warning.ErrorMessage);
        var status = await collector.Client.StatusAsync();
        Assert.Equal("""{"limit":4}""", Sorted(status.GetProperty("ignored")));
        Assert.Single(log.Lines, line => line.Contains("figures"));
    }
}

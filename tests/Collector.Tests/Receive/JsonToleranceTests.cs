using System.Net;
using System.Text;
using System.Text.Json;
using Collector.Receive;
using Collector.Receive.Json;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Collector.Tests.Receive;

/// <summary>JSON that honest clients send although OTLP writes it otherwise.</summary>
public sealed class JsonToleranceTests
{
    private const string Log =
        """{"eventName":"runner.session.start","attributes":[{"key":"session.id","value":{"stringValue":"a"}}],"timeUnixNano":"1700000000000000000"}""";

    [Theory]
    [InlineData("\"SPAN_KIND_SERVER\"", "\"STATUS_CODE_ERROR\"")]
    [InlineData("\"Server\"", "\"error\"")]
    [InlineData("\"2\"", "2")]
    public void An_enum_is_read_by_its_name(string kind, string code)
    {
        var span = Span($$$"""{"kind":{{{kind}}},"status":{"code":{{{code}}}}}""");

        Assert.Equal(OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Server, span.Kind);
        Assert.Equal(Status.Types.StatusCode.Error, span.Status.Code);
    }

    [Fact]
    public void An_enums_name_that_is_unknown_stays_unspecified() =>
        Assert.Equal(
            OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Unspecified,
            Span("""{"kind":"SPAN_KIND_OF_MAGIC"}""").Kind
        );

    [Theory]
    [InlineData("SEVERITY_NUMBER_WARN", SeverityNumber.Warn)]
    [InlineData("SEVERITY_NUMBER_ERROR3", SeverityNumber.Error3)]
    [InlineData("fatal4", SeverityNumber.Fatal4)]
    public void A_severity_is_read_by_its_name(string name, SeverityNumber severity) =>
        Assert.Equal(severity, Record($$"""{"severityNumber":"{{name}}"}""").SeverityNumber);

    [Fact]
    public void A_temporality_is_read_by_its_name() =>
        Assert.Equal(
            OpenTelemetry.Proto.Metrics.V1.AggregationTemporality.Cumulative,
            ExportMetricsServiceRequest
                .Parser.ParseFrom(
                    Transcode(
                        Signal.Metrics,
                        """{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE"}}]}]}]}"""
                    ).Bytes
                )
                .ResourceMetrics[0]
                .ScopeMetrics[0]
                .Metrics[0]
                .Sum.AggregationTemporality
        );

    [Theory]
    [InlineData("1.79e+18", 1_790_000_000_000_000_000)]
    [InlineData("1.7911680840123457E18", 1_791_168_084_012_345_700)]
    [InlineData("\"1.79e18\"", 1_790_000_000_000_000_000)]
    [InlineData("1790000000000000000.0", 1_790_000_000_000_000_000)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void A_time_is_read_however_the_number_is_written(string number, ulong nanoseconds) =>
        Assert.Equal(nanoseconds, Record($$"""{"timeUnixNano":{{number}}}""").TimeUnixNano);

    [Fact]
    public void Half_an_emoji_becomes_a_replacement_character() =>
        Assert.Equal(
            "half \uFFFD\n\uFFFD and \U0001F600\\",
            Record("""{"severityText":"half \ud83d\n\ude00 and \ud83d\ude00\\"}""").SeverityText
        );

    [Theory]
    [InlineData("resource_logs", "scope_logs", "log_records")]
    [InlineData("resourceLogs", "instrumentationLibraryLogs", "logRecords")]
    [InlineData("resourceLogs", "instrumentationLibraryLogs", "logs")]
    [InlineData("resource_logs", "instrumentation_library_logs", "logs")]
    public async Task Old_names_and_names_of_the_proto_file_are_read(
        string resources,
        string scopes,
        string items
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        var json = $$"""{"{{resources}}":[{"{{scopes}}":[{"{{items}}":[{{Log}}]}]}]}""";
        var answer = await SendAsync(collector, "/v1/logs", json);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Single(collector.Store.Events);
    }

    [Fact]
    public async Task A_request_of_which_nothing_was_read_is_answered_with_a_warning()
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await SendAsync(collector, "/v1/traces", """{"resourceSpan":[{}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var partial = JsonDocument.Parse(answer.Body).RootElement.GetProperty("partialSuccess");
        Assert.Equal("0", partial.GetProperty("rejectedSpans").GetString());
        Assert.Contains("resourceSpan", partial.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Another_signal_than_the_paths_is_bad_data_that_names_the_right_path()
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await SendAsync(
            collector,
            "/v1/traces",
            $$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{Log}}]}]}]}"""
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("/v1/logs", Encoding.UTF8.GetString(answer.Body));
    }

    private static Task<HttpAnswer> SendAsync(
        RunningCollector collector,
        string path,
        string json
    ) => collector.Client.HttpAsync(path, Encoding.UTF8.GetBytes(json), "application/json");

    private static Span Span(string json) =>
        ExportTraceServiceRequest
            .Parser.ParseFrom(
                Transcode(
                    Signal.Traces,
                    $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{json}}]}]}]}"""
                ).Bytes
            )
            .ResourceSpans[0]
            .ScopeSpans[0]
            .Spans[0];

    private static LogRecord Record(string json) =>
        ExportLogsServiceRequest
            .Parser.ParseFrom(
                Transcode(
                    Signal.Logs,
                    $$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{json}}]}]}]}"""
                ).Bytes
            )
            .ResourceLogs[0]
            .ScopeLogs[0]
            .LogRecords[0];

    private static (ByteString Bytes, string? Note) Transcode(Signal signal, string json)
    {
        using var request = new ByteBudget(1 << 24).Open("test");
        using var buffer = new GrowingBuffer(1 << 20, request);
        var note = JsonTranscoder.Transcode(signal, Encoding.UTF8.GetBytes(json), buffer);
        return (ByteString.CopyFrom(buffer.Written.Span), note);
    }
}

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

namespace Collector.Tests.Receive;

/// <summary>OTLP's JSON says the same as its protobuf, field by field, and is answered in JSON.</summary>
public sealed class JsonTests
{
    [Fact]
    public void Every_field_of_a_trace_arrives()
    {
        const string json = """
            {"unknown":{"a":[1,{}]},"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"r\u00fc"}}],"droppedAttributesCount":1},
            "scopeSpans":[{"scope":{"name":"s","version":"1","attributes":[]},"schemaUrl":"u","spans":[{
            "traceId":"0102030405060708090A0b0c0d0e0f10","spanId":"0102030405060708","parentSpanId":"","name":"n","kind":2,
            "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":1700000000000000000,"droppedLinksCount":3,"flags":257,"traceState":null,
            "attributes":[{"key":"i","value":{"intValue":"-5"}},{"key":"j","value":{"intValue":7}},{"key":"d","value":{"doubleValue":"NaN"}},{"key":"b","value":{"boolValue":false}},
             {"key":"y","value":{"bytesValue":"AQI="}},{"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{}]}}},{"key":"m","value":{"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":1.5}}]}}}],
            "events":[{"timeUnixNano":"5","name":"e"}],"links":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","flags":1}],"status":{"message":"bad","code":2}}]}]}]}
            """;
        var read = ExportTraceServiceRequest.Parser.ParseFrom(Transcode(Signal.Traces, json));

        var expected = JsonParser.Default.Parse<ExportTraceServiceRequest>(
            json.Replace("\"unknown\":{\"a\":[1,{}]},", "")
                .Replace("0102030405060708090A0b0c0d0e0f10", "AQIDBAUGBwgJCgsMDQ4PEA==")
                .Replace("0102030405060708090a0b0c0d0e0f10", "AQIDBAUGBwgJCgsMDQ4PEA==")
                .Replace("0102030405060708", "AQIDBAUGBwg=")
        );
        Assert.Equal(expected, read);
    }

    [Fact]
    public void Every_kind_of_metric_arrives()
    {
        const string json = """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
            {"name":"g","unit":"1","gauge":{"dataPoints":[{"timeUnixNano":"1","asInt":"-7","attributes":[{"key":"a","value":{"stringValue":"b"}}],"flags":1},{"asDouble":2.5}]}},
            {"name":"s","sum":{"dataPoints":[{"asInt":3}],"aggregationTemporality":2,"isMonotonic":true}},
            {"name":"h","histogram":{"aggregationTemporality":1,"dataPoints":[{"count":"3","sum":1.5,"bucketCounts":["1","2"],"explicitBounds":[0.5],"min":0,"max":9,"exemplars":[{"timeUnixNano":"4","asDouble":1,"filteredAttributes":[]}]}]}},
            {"name":"e","exponentialHistogram":{"dataPoints":[{"count":"2","scale":-3,"zeroCount":"1","positive":{"offset":-2,"bucketCounts":["1",2]},"zeroThreshold":0.1}]}},
            {"name":"q","summary":{"dataPoints":[{"count":"2","sum":3,"quantileValues":[{"quantile":0.5,"value":1}]}]},"metadata":[{"key":"k","value":{"intValue":"1"}}]}
            ]}]}]}
            """;
        Assert.Equal(
            JsonParser.Default.Parse<ExportMetricsServiceRequest>(json),
            ExportMetricsServiceRequest.Parser.ParseFrom(Transcode(Signal.Metrics, json))
        );
    }

    [Fact]
    public void A_log_record_arrives()
    {
        const string json = """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","observedTimeUnixNano":"2","severityNumber":9,"severityText":"INFO","body":{"stringValue":"hi"},"eventName":"runner.error"}]}]}]}
            """;
        Assert.Equal(
            JsonParser.Default.Parse<ExportLogsServiceRequest>(json),
            ExportLogsServiceRequest.Parser.ParseFrom(Transcode(Signal.Logs, json))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}{}")]
    [InlineData("""{"resourceSpans":{}}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz"}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":true}]}]}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":1.5}]}]}]}""")]
    public async Task What_is_no_OTLP_JSON_is_bad_data_and_the_answer_is_JSON(string json)
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await collector.Client.HttpAsync(
            "/v1/traces",
            Encoding.UTF8.GetBytes(json),
            "application/json"
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        var status = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(3, status.GetProperty("code").GetInt32());
        Assert.NotEqual("", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Refused_items_are_counted_in_the_JSON_answer()
    {
        await using var collector = await RunningCollector.StartAsync();
        var answer = await collector.Client.HttpAsync(
            "/v1/logs",
            """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"runner.error","attributes":[{"key":"session.id","value":{"stringValue":"a"}}]}]}]}]}"""u8.ToArray(),
            "application/json; charset=utf-8"
        );

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var partial = JsonDocument.Parse(answer.Body).RootElement.GetProperty("partialSuccess");
        Assert.Equal("1", partial.GetProperty("rejectedLogRecords").GetString());
    }

    private static byte[] Transcode(Signal signal, string json)
    {
        using var buffer = new GrowingBuffer(1 << 20, new ByteBudget(1 << 24).Open("test"));
        JsonTranscoder.Transcode(signal, Encoding.UTF8.GetBytes(json), buffer);
        return buffer.Written.ToArray();
    }
}

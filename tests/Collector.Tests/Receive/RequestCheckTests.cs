using Collector.Decode;
using Collector.Receive;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Collector.Tests.Receive;

/// <summary>What is told of a request before it is decoded: how much it holds, and of which signal.</summary>
public sealed class RequestCheckTests
{
    private static readonly Dictionary<string, IMessage> Requests = new()
    {
        ["Traces"] = Given.Request(Given.Span("load", 1, 2, ("session.id", "a"))),
        ["Logs"] = Given.Request(Given.Log("runner.session.start", 1, 0, ("session.id", "a"))),
        ["Metrics"] = Given.Request(Given.Gauge("runner.heartbeat", 1, 0, ("session.id", "a"))),
    };

    public static TheoryData<string, string> Pairs =>
        [.. from sent in Requests.Keys from path in Requests.Keys select (sent, path)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_signal_on_the_path_of_another_is_recognised(string sent, string path)
    {
        var problem = RequestCheck.Problem(
            Enum.Parse<Signal>(path),
            Requests[sent].ToByteArray(),
            100
        );

        Assert.Equal(sent == path, problem is null);
        Assert.Equal(
            sent == path ? null : $"/v1/{sent.ToLowerInvariant()}",
            problem?.Message.Split(' ').FirstOrDefault(word => word.StartsWith('/'))
        );
    }

    [Fact]
    public void A_log_record_without_a_time_is_not_taken_for_a_span() =>
        Assert.NotNull(
            RequestCheck.Problem(
                Signal.Traces,
                Given
                    .Request(
                        new LogRecord
                        {
                            Body = new() { StringValue = "hello" },
                            Attributes = { Given.Attribute("session.id", "a") },
                        }
                    )
                    .ToByteArray(),
                100
            )
        );

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Items_are_counted_up_to_the_bound(int items, bool isTooMany)
    {
        var spans = new ScopeSpans { Spans = { new Span() } };
        spans.Spans[0].Events.Add(Enumerable.Repeat(new Span.Types.Event(), items - 1));
        var metric = new Metric { Gauge = new() };
        metric.Gauge.DataPoints.Add(Enumerable.Repeat(new NumberDataPoint(), items - 1));
        var logs = new ScopeLogs();
        logs.LogRecords.Add(Enumerable.Repeat(new LogRecord(), items));

        AssertCounted(
            Signal.Traces,
            new ExportTraceServiceRequest
            {
                ResourceSpans = { new ResourceSpans { ScopeSpans = { spans } } },
            }
        );
        AssertCounted(
            Signal.Metrics,
            new ExportMetricsServiceRequest
            {
                ResourceMetrics =
                {
                    new ResourceMetrics
                    {
                        ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } },
                    },
                },
            }
        );
        AssertCounted(
            Signal.Logs,
            new ExportLogsServiceRequest
            {
                ResourceLogs = { new ResourceLogs { ScopeLogs = { logs } } },
            }
        );

        void AssertCounted(Signal signal, IMessage request) =>
            Assert.Equal(
                isTooMany ? GrpcCode.ResourceExhausted : null,
                RequestCheck.Problem(signal, request.ToByteArray(), 10)?.Code
            );
    }

    [Fact]
    public async Task A_small_request_that_unpacks_to_many_items_is_refused_for_good()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Receive:MaxRequestItems"] = "1000" }
        );
        var logs = new ScopeLogs();
        logs.LogRecords.Add(Enumerable.Repeat(new LogRecord(), 5000));
        var request = new ExportLogsServiceRequest
        {
            ResourceLogs = { new ResourceLogs { ScopeLogs = { logs } } },
        };
        var answer = await collector.Client.GrpcAsync(OtlpClient.Logs, request, isGzip: true);

        Assert.Equal(8, answer.Status);
        Assert.Contains("Receive:MaxRequestItems", answer.Message);
        Assert.DoesNotContain("RetryInfo", System.Text.Encoding.UTF8.GetString(answer.Details));
    }

    [Fact]
    public void Bytes_that_are_no_request_are_malformed() =>
        Assert.Throws<MalformedMessageException>(() =>
            RequestCheck.Problem(Signal.Logs, [0x0A, 0x7F], 10)
        );
}

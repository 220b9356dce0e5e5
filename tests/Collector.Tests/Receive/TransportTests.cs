using System.Net;
using Collector.Tests.Hosting;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using Sessions;

namespace Collector.Tests.Receive;

/// <summary>What both transports must answer, and what must then be stored.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private static readonly (string, object)[] InSession = [("session.id", Given.Session)];

    private RunningCollector _collector = null!;

    public async ValueTask InitializeAsync() =>
        _collector = await RunningCollector.StartAsync(
            new() { ["Receive:MaxRequestBytes"] = "200000" }
        );

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_three_signals_arrive_over_grpc(bool isGzip)
    {
        var client = _collector.Client;
        var traces = await client.GrpcAsync(OtlpClient.Traces, SomeSpans(), isGzip);
        var logs = await client.GrpcAsync(OtlpClient.Logs, SomeLogs(), isGzip);
        var metrics = await client.GrpcAsync(OtlpClient.Metrics, SomeMetrics(), isGzip);

        Assert.Equal([0, 0, 0], [traces.Status, logs.Status, metrics.Status]);
        Assert.Empty(traces.Body);
        AssertStored();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_three_signals_arrive_over_http(bool isGzip)
    {
        var client = _collector.Client;
        var traces = await client.HttpAsync("/v1/traces", SomeSpans(), isGzip);
        var logs = await client.HttpAsync("/v1/logs", SomeLogs(), isGzip);
        var metrics = await client.HttpAsync("/v1/metrics", SomeMetrics(), isGzip);

        Assert.All(
            [traces, logs, metrics],
            answer => Assert.Equal(HttpStatusCode.OK, answer.Status)
        );
        Assert.Equal("application/x-protobuf", traces.ContentType);
        Assert.Empty(traces.Body);
        AssertStored();
    }

    [Fact]
    public async Task An_empty_request_is_a_success()
    {
        var empty = new ExportTraceServiceRequest();
        Assert.Equal(0, (await _collector.Client.GrpcAsync(OtlpClient.Traces, empty)).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await _collector.Client.HttpAsync("/v1/traces", empty)).Status
        );
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_bad_data_that_is_not_sent_again()
    {
        byte[] cut = [.. SomeSpans().ToByteArray().SkipLast(3)];
        var grpc = await _collector.Client.GrpcAsync(OtlpClient.Traces, OtlpClient.Frame(0, cut));
        var http = await _collector.Client.HttpAsync("/v1/traces", cut, "application/x-protobuf");

        Assert.Equal(3, grpc.Status);
        Assert.Equal(HttpStatusCode.BadRequest, http.Status);
        Assert.Equal("application/x-protobuf", http.ContentType);
        Assert.Empty(_collector.Store.Events);
    }

    [Fact]
    public async Task A_service_that_there_is_not_is_unimplemented()
    {
        var answer = await _collector.Client.GrpcAsync(
            "opentelemetry.proto.collector.profiles.v1.ProfilesService/Export",
            SomeSpans()
        );
        Assert.Equal(12, answer.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_is_too_large_or_unpacks_too_large_is_refused_for_good(
        bool isGzip
    )
    {
        var large = SomeSpans();
        large.ResourceSpans[0].SchemaUrl = new string('x', 300_000);
        var grpc = await _collector.Client.GrpcAsync(OtlpClient.Traces, large, isGzip);
        var http = await _collector.Client.HttpAsync("/v1/traces", large, isGzip);

        Assert.Equal(8, grpc.Status);
        Assert.DoesNotContain("RetryInfo", System.Text.Encoding.UTF8.GetString(grpc.Details));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, http.Status);
    }

    [Fact]
    public async Task A_small_bomb_is_refused_without_unpacking_it()
    {
        var bomb = OtlpClient.Gzip(new byte[100_000_000]);
        var answer = await _collector.Client.GrpcAsync(
            OtlpClient.Traces,
            OtlpClient.Frame(1, bomb),
            ("grpc-encoding", "gzip")
        );
        Assert.Equal(8, answer.Status);
    }

    [Fact]
    public async Task A_refused_item_is_counted_and_named_and_the_rest_is_stored()
    {
        var good = Given.Span("api_phase", 2, 1, [.. InSession, ("runner.phase.index", 1)]);
        var bad = Given.Span(
            "api_phase",
            3,
            1,
            [.. InSession, ("runner.phase.index", 1), ("runner.phase.status", "splendid")]
        );
        var answer = await _collector.Client.GrpcAsync(OtlpClient.Traces, Given.Request(good, bad));

        Assert.Equal(0, answer.Status);
        var partial = ExportTraceServiceResponse.Parser.ParseFrom(answer.Body).PartialSuccess;
        Assert.Equal(1, partial.RejectedSpans);
        Assert.Contains("runner.phase.status", partial.ErrorMessage);
        Assert.Equal(2, _collector.Store.Events.Count);
    }

    [Fact]
    public async Task While_the_store_is_away_clients_are_told_to_come_again_and_later_it_works()
    {
        _collector.Store.BeforeCommit = _ => throw new StoreUnavailableException("disk full");
        var grpc = await _collector.Client.GrpcAsync(OtlpClient.Traces, SomeSpans());
        var http = await _collector.Client.HttpAsync("/v1/traces", SomeSpans());

        Assert.Equal((14, "disk full"), (grpc.Status, grpc.Message));
        Assert.Contains("RetryInfo", System.Text.Encoding.UTF8.GetString(grpc.Details));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, http.Status);
        Assert.Equal(TimeSpan.FromSeconds(1), http.RetryAfter);
        Assert.Equal(
            "degraded",
            (await _collector.Client.StatusAsync()).GetProperty("state").GetString()
        );

        _collector.Store.BeforeCommit = _ => Task.CompletedTask;
        Assert.Equal(0, (await _collector.Client.GrpcAsync(OtlpClient.Traces, SomeSpans())).Status);
        Assert.Equal(
            "receiving",
            (await _collector.Client.StatusAsync()).GetProperty("state").GetString()
        );
    }

    [Fact]
    public async Task A_store_that_is_back_is_found_without_any_request()
    {
        _collector.Store.BeforeCommit = _ => throw new StoreUnavailableException("disk full");
        await _collector.Client.GrpcAsync(OtlpClient.Traces, SomeSpans());
        _collector.Store.BeforeCommit = _ => Task.CompletedTask;

        await Until.TrueAsync(async () =>
            (await _collector.Client.StatusAsync()).GetProperty("writing").GetBoolean()
        );
        Assert.Empty(_collector.Store.Events);
    }

    [Theory]
    [InlineData("application/x-protobuf")]
    [InlineData("application/json")]
    public async Task A_path_that_there_is_not_is_answered_in_the_requests_encoding(string type)
    {
        var answer = await _collector.Client.HttpAsync("/v1/profiles", [], type);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(type, answer.ContentType);
        Assert.Contains("/v1/profiles", System.Text.Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_its_commit()
    {
        var commit = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _collector.Store.BeforeCommit = _ =>
        {
            begun.TrySetResult();
            return commit.Task;
        };
        var call = _collector.Client.GrpcAsync(OtlpClient.Traces, SomeSpans());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(call.IsCompleted);

        commit.SetResult();
        Assert.Equal(0, (await call).Status);
    }

    private static ExportTraceServiceRequest SomeSpans()
    {
        var phase = Given.Span(
            "data_phase",
            2,
            2,
            [.. InSession, ("runner.phase.name", "data_phase"), ("runner.phase.index", 0)]
        );
        phase.Events.Add(
            Given.SpanEvent(
                "runner.checkpoint",
                1,
                ("runner.checkpoint.name", "rows"),
                ("runner.checkpoint.status", "pass")
            )
        );
        return Given.Request(
            Given.Span("runner.session", 1, 3, [.. InSession, ("runner.name", "reference")]),
            phase
        );
    }

    private static IMessage SomeLogs() =>
        Given.Request(
            Given.Log("runner.summary", 1, 2, [.. InSession, ("runner.equity", 10_150.0)])
        );

    private static IMessage SomeMetrics() =>
        Given.Request(
            Given.Gauge("runner.heartbeat", 4, 1.5, InSession),
            Given.Gauge("runner.equity", 10_100, 1.5, InSession)
        );

    private void AssertStored() =>
        Assert.Equal(
            [
                EventType.RunnerStart,
                EventType.PhaseStart,
                EventType.Checkpoint,
                EventType.Heartbeat,
                EventType.PhaseEnd,
                EventType.SummaryUpdated,
                EventType.RunnerEnd,
            ],
            _collector.Store.Events.Select(e => e.Type)
        );
}

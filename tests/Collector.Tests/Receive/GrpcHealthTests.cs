using System.Net;
using System.Net.Http.Headers;
using Collector.Tests.Hosting;
using Sessions;

namespace Collector.Tests.Receive;

/// <summary>Probes that speak gRPC: <c>grpc.health.v1</c>.</summary>
public sealed class GrpcHealthTests
{
    private const string Check = "grpc.health.v1.Health/Check";

    [Theory]
    [InlineData("")]
    [InlineData("opentelemetry.proto.collector.trace.v1.TraceService")]
    [InlineData("opentelemetry.proto.collector.metrics.v1.MetricsService")]
    public async Task A_service_that_is_served_is_serving_until_the_store_is_away(string service)
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Receive:ApiKey"] = "secret-of-16-chars" }
        );
        var before = await collector.Client.GrpcAsync(Check, Request(service));
        Assert.Equal((0, "0801"), (before.Status, Convert.ToHexString(before.Body)));

        collector.Store.BeforeCommit = _ => throw new StoreUnavailableException("away");
        await collector.Client.GrpcAsync(
            OtlpClient.Logs,
            Given.Request(Given.Log("runner.session.start", 1, 0, ("session.id", "a"))),
            false,
            ("x-otlp-api-key", "secret-of-16-chars")
        );
        var after = await collector.Client.GrpcAsync(Check, Request(service));
        Assert.Equal((0, "0802"), (after.Status, Convert.ToHexString(after.Body)));
    }

    [Fact]
    public async Task A_service_that_there_is_not_is_not_found_and_bytes_that_are_no_call_are_refused()
    {
        await using var collector = await RunningCollector.StartAsync();

        Assert.Equal(5, (await collector.Client.GrpcAsync(Check, Request("other"))).Status);
        Assert.Equal(3, (await collector.Client.GrpcAsync(Check, [1, 2, 3])).Status);
        Assert.Equal(
            3,
            (await collector.Client.GrpcAsync(Check, OtlpClient.Frame(0, [0x0A, 0x7F]))).Status
        );
    }

    [Fact]
    public async Task A_watcher_is_told_the_status_now_and_when_it_changes()
    {
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Write:HeartbeatInterval"] = "00:00:00.010" }
        );
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(collector.Grpc, "grpc.health.v1.Health/Watch")
        )
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Request("")),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var answer = await collector.Client.Raw.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var body = await answer.Content.ReadAsStreamAsync();
        var message = new byte[7];

        await body.ReadExactlyAsync(message);
        Assert.Equal(1, message[^1]);
        collector.Store.BeforeCommit = _ => throw new StoreUnavailableException("away");
        await body.ReadExactlyAsync(message);
        Assert.Equal(2, message[^1]);
    }

    private static byte[] Request(string service)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(service);
        return OtlpClient.Frame(0, name.Length == 0 ? [] : [0x0A, (byte)name.Length, .. name]);
    }
}

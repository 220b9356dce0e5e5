using System.Net.Sockets;
using System.Text;
using Collector.Tests.Hosting;

namespace Collector.Tests.Receive;

/// <summary>Senders that are slow or too large hold up nobody else, and are refused without noise.</summary>
public sealed class SlowSenderTests
{
    [Fact]
    public async Task Uploads_that_stall_do_not_keep_others_out()
    {
        await using var collector = await RunningCollector.StartAsync(
            new()
            {
                ["Receive:MaxRequestBytes"] = "1000000",
                ["Receive:MaxBytesInHand"] = "2000000",
            }
        );
        using var first = await StalledAsync(collector, 900_000);
        using var second = await StalledAsync(collector, 900_000);
        var request = Given.Request(Given.Log("runner.session.start", 1, 0, ("session.id", "a")));
        request.ResourceLogs[0].SchemaUrl = new string('x', 300_000);

        // As long as the stalled ones may be slow, others are asked to retry; then these make room.
        await Until.TrueAsync(async () =>
            (await collector.Client.GrpcAsync(OtlpClient.Logs, request)).Status == 0
        );
        Assert.Single(collector.Store.Events);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_without_an_error_in_the_log()
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(
            new() { ["Receive:MaxRequestBytes"] = "100000" },
            log: log
        );
        using var chunked = new StreamContent(new MemoryStream(new byte[3_000_000]));
        chunked.Headers.ContentType = new("application/x-protobuf");
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(collector.Http, "/v1/logs")
        )
        {
            Content = chunked,
        };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await collector.Client.Raw.SendAsync(request);
        var stated = await collector.Client.HttpAsync(
            "/v1/logs",
            new byte[3_000_000],
            "application/x-protobuf"
        );

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal(413, (int)stated.Status);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error"));
    }

    private static async Task<Socket> StalledAsync(RunningCollector collector, int sent)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(collector.Http.Host, collector.Http.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 950000\r\n\r\n"
            )
        );
        await socket.SendAsync(new byte[sent]);
        return socket;
    }
}

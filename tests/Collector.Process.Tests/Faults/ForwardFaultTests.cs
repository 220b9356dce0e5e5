using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Otlp.Receiver;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Faults;

/// <summary>A forward target that is dead, slow or mad is its own problem: what comes in is stored and acknowledged all the same.</summary>
public sealed class ForwardFaultTests : IDisposable
{
    private const int Requests = 40;
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_dead_target_loses_nothing_here_and_gets_what_comes_after_its_return(
        string protocol
    )
    {
        var port = UnusedPort();
        await using var collector = await StartAsync(
            port,
            protocol,
            "--Forward:FirstDelay=00:00:00.005"
        );

        await AssertIngestGoesOnAsync(collector);
        await Eventually.HoldsAsync(
            "requests to it are given up",
            async () => await ForwardedAsync(collector, "failed") > 0
        );

        var (grpcPort, httpPort) = protocol == "grpc" ? (port, 0) : (0, port);
        await using var receiver = await OtlpReceiver.StartAsync(grpcPort, httpPort);
        await AssertIngestGoesOnAsync(collector);
        await receiver.UntilAsync(received => received.Logs.Count > 0);
    }

    [Fact]
    public async Task A_target_that_never_answers_fills_its_own_queue_only()
    {
        using var target = new FakeTarget(static (_, stop) => Task.Delay(Timeout.Infinite, stop));
        await using var collector = await StartAsync(
            target.Port,
            "grpc",
            "--Forward:Timeout=00:00:05",
            "--Forward:MaxQueuedBytes=20000"
        );

        await AssertIngestGoesOnAsync(collector);

        Assert.True(await ForwardedAsync(collector, "dropped") > 0);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_target_that_answers_garbage_is_counted_as_failed(string protocol)
    {
        using var target = new FakeTarget(
            static async (stream, stop) =>
            {
                await stream.ReadAtLeastAsync(new byte[16], 16, cancellationToken: stop);
                await stream.WriteAsync(RandomNumberGenerator.GetBytes(4_096), stop);
            }
        );
        await using var collector = await StartAsync(
            target.Port,
            protocol,
            "--Forward:FirstDelay=00:00:00.005"
        );

        await AssertIngestGoesOnAsync(collector);

        await Eventually.HoldsAsync(
            "requests to it are given up",
            async () => await ForwardedAsync(collector, "failed") > 0
        );
        Assert.Equal(0, await ForwardedAsync(collector, "sent"));
        Assert.True(collector.IsRunning);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CollectorProcess> StartAsync(
        int targetPort,
        string protocol,
        params string[] settings
    ) =>
        CollectorProcess.StartAsync(
            _folder.Store,
            [
                $"--Forward:Targets:0:Endpoint=http://127.0.0.1:{targetPort}",
                $"--Forward:Targets:0:Protocol={protocol}",
                .. settings,
            ]
        );

    private async Task AssertIngestGoesOnAsync(CollectorProcess collector)
    {
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        var ledger = new Ledger("forward");
        for (var i = 0; i < Requests; i++)
        {
            var answer = await ledger.SendAsync(
                client,
                i % 2 == 0 ? Transport.Grpc : Transport.HttpProtobuf,
                20
            );
            Assert.True(answer.IsAcknowledged, answer.ToString());
        }

        await ledger.AssertKeptAsync(_folder.Store);
    }

    private static async Task<long> ForwardedAsync(CollectorProcess collector, string counter) =>
        (await collector.StatusAsync())
            .GetProperty("forwarded")
            .EnumerateArray()
            .Single()
            .GetProperty(counter)
            .GetInt64();

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

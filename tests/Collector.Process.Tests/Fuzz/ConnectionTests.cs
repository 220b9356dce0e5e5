using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Fuzz;

/// <summary>Connections that say nothing, little, or nonsense cost the others nothing.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private const int Many = 1_000;
    private static readonly byte[] Http2Preface = Encoding.ASCII.GetBytes(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    );
    private static readonly byte[] HalfRequest = Encoding.ASCII.GetBytes(
        "POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000\r\n\r\nabc"
    );

    private readonly TempFolder _folder = new();
    private readonly List<Socket> _sockets = [];
    private CollectorProcess _collector = null!;

    public async ValueTask InitializeAsync() =>
        _collector = await CollectorProcess.StartAsync(
            _folder.Store,
            "--Receive:MaxArrivalTime=00:00:02"
        );

    [Fact]
    public async Task A_thousand_idle_and_a_thousand_slow_connections_leave_it_serving()
    {
        // Half of the idle ones speak HTTP/2 far enough to be taken for a client.
        await ConnectAsync(Many / 2, _collector.HttpUrl, []);
        await ConnectAsync(Many / 2, _collector.Grpc, Http2Preface);
        var idle = _sockets.Count;
        await ConnectAsync(Many, _collector.HttpUrl, HalfRequest);

        using (var client = new OtlpClient(_collector.Grpc, _collector.HttpUrl))
        {
            var ledger = new Ledger("beside");
            foreach (var transport in (Transport[])[Transport.Grpc, Transport.HttpProtobuf])
            {
                var answer = await ledger.SendAsync(client, transport, 10);
                Assert.True(answer.IsAcknowledged, answer.ToString());
            }

            await ledger.AssertKeptAsync(_folder.Store);
        }

        // The slow ones are answered 408 or cut off; both end the wait of whoever reads.
        var ended = await Task.WhenAll(_sockets.Skip(idle).Select(ReadToEndAsync));
        Assert.All(
            ended,
            text =>
                Assert.True(
                    text.Length == 0 || text.StartsWith("HTTP/1.1 408", StringComparison.Ordinal),
                    text
                )
        );
        Assert.Equal("Healthy", await _collector.HealthAsync());
    }

    [Fact]
    public async Task Noise_instead_of_HTTP_leaves_it_serving()
    {
        for (var i = 0; i < 200; i++)
        {
            await ConnectAsync(
                1,
                i % 2 == 0 ? _collector.Grpc : _collector.HttpUrl,
                RandomNumberGenerator.GetBytes(512)
            );
            await ConnectAsync(
                1,
                _collector.Grpc,
                [.. Http2Preface, .. RandomNumberGenerator.GetBytes(512)]
            );
        }

        Assert.True(_collector.IsRunning, _collector.Output);
        Assert.Equal("Healthy", await _collector.HealthAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConnectAsync(int count, Uri to, byte[] hello)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(socket);
            await socket.ConnectAsync(to.Host, to.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync(hello);
        }
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var text = new StringBuilder();
        var buffer = new byte[4_096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var read)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Cut off.
        }

        return text.ToString();
    }
}

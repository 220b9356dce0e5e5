using System.Net;
using System.Net.Sockets;
using System.Text;
using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Read;
using Sessions.ClickHouse.Write;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests;

/// <summary>Each of the server's codes is one class of fault: away until somebody sees to it, refused for good, or our bug.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("516", StoreFault.Unavailable)] // The password was changed.
    [InlineData("194", StoreFault.Unavailable)]
    [InlineData("192", StoreFault.Unavailable)]
    [InlineData("497", StoreFault.Unavailable)]
    [InlineData("164", StoreFault.Unavailable)] // Read-only.
    [InlineData("242", StoreFault.Unavailable)]
    [InlineData("252", StoreFault.Unavailable)] // Too many parts.
    [InlineData("243", StoreFault.Unavailable)] // No room on its disk.
    [InlineData("60", StoreFault.Unavailable)] // No table.
    [InlineData("81", StoreFault.Unavailable)]
    [InlineData(null, StoreFault.Unavailable)] // A proxy.
    [InlineData("27", StoreFault.Refused)]
    [InlineData("131", StoreFault.Refused)]
    [InlineData("469", StoreFault.Refused)]
    [InlineData("62", StoreFault.Bug)] // Syntax.
    [InlineData("47", StoreFault.Bug)] // Unknown column.
    [InlineData("987654", StoreFault.Bug)]
    public void A_code_is_one_class_of_fault(string? code, StoreFault fault) =>
        Assert.Equal(
            fault,
            StoreException.FaultOf(
                ClickHouseFailure.Of(
                    new Uri("http://h:8123"),
                    HttpStatusCode.InternalServerError,
                    code,
                    "Code: 1. DB::Exception: said"
                )
            )
        );

    [Fact]
    public async Task A_password_that_is_refused_ends_the_start_and_is_away_for_a_reader()
    {
        await using var server = new RefusingServer();
        await using var writer = new ClickHouseSessionWriter(server.Settings);
        await using var reader = new ClickHouseSessionReader(server.Settings);

        var unusable = await Assert.ThrowsAsync<StoreUnusableException>(async () =>
            await writer.WriteAsync(Samples.Batch(), default)
        );
        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await reader.FindAsync("s", default)
        );

        Assert.Contains("Username and Password", unusable.Message, StringComparison.Ordinal);
        Assert.Contains("Username and Password", unavailable.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers every request as ClickHouse answers a wrong password.</summary>
    private sealed class RefusingServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serve;

        public RefusingServer()
        {
            _listener.Start();
            _serve = ServeAsync();
        }

        public ClickHouseSettings Settings =>
            ClickHouseSettings.Parse(
                $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port}"
            );

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _serve.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            const string said =
                "Code: 516. DB::Exception: default: Authentication failed: password is incorrect";
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[64 * 1024], _stop.Token);
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 403 Forbidden\r\nX-ClickHouse-Exception-Code: 516\r\nContent-Length: {said.Length}\r\nConnection: close\r\n\r\n{said}"
                    ),
                    _stop.Token
                );
            }
        }
    }
}

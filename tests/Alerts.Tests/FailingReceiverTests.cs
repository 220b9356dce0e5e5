using System.Net;
using System.Net.Sockets;
using System.Text;
using Alerts.Channels;

namespace Alerts.Tests;

/// <summary>Whatever a receiver does instead of an answer, the message is not taken for delivered and nothing else breaks.</summary>
public sealed class FailingReceiverTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("", "closes without a word")]
    [InlineData("HTTP/1.1 ", "breaks off in the first line")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "breaks off in the headers")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "speaks something else")]
    [InlineData("HTTP/1.1 999 \r\n\r\n", "answers a code that does not exist")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "wants to switch")]
    [InlineData("HTTP/1.1 307 Away\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "leads elsewhere")]
    public async Task A_receiver_that_does_not_answer_properly_has_not_taken_the_message(
        string answer,
        string what
    )
    {
        await using var receiver = new BadReceiver(answer, stalls: false);

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            receiver.Channel.SendAsync(Given.Failed, "id-1", default)
        );

        Assert.False(problem.IsLasting, what);
        Assert.DoesNotContain("secret-path", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    public async Task A_receiver_that_stalls_is_left_after_a_while(string answer)
    {
        await using var receiver = new BadReceiver(answer, stalls: true);

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            receiver.Channel.SendAsync(Given.Failed, "id-1", default)
        );

        Assert.Equal("No answer in time.", problem.Message);
    }

    [Fact]
    public async Task Of_an_answer_without_end_only_the_beginning_counts()
    {
        await using var receiver = new BadReceiver(
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nok",
            stalls: true
        );

        await receiver.Channel.SendAsync(Given.Failed, "id-1", default);
    }

    [Fact]
    public async Task Plain_text_where_encryption_is_expected_is_no_delivery()
    {
        await using var receiver = new BadReceiver(
            "HTTP/1.1 200 OK\r\n\r\n",
            stalls: false,
            "https"
        );

        await Assert.ThrowsAsync<DeliveryException>(() =>
            receiver.Channel.SendAsync(Given.Failed, "id-1", default)
        );
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_no_delivery()
    {
        var channel = Given.Channel(Given.To("webhook", "http://no-such-host.invalid/"));

        await Assert.ThrowsAsync<DeliveryException>(() =>
            channel.SendAsync(Given.Failed, "id-1", default)
        );
    }

    /// <summary>Reads the beginning of a request and writes what it was given, whatever that is.</summary>
    private sealed class BadReceiver : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public BadReceiver(string answer, bool stalls, string scheme = "http")
        {
            _listener.Start();
            _serving = ServeAsync(Encoding.ASCII.GetBytes(answer), stalls);
            var options = Given.To("webhook", $"{scheme}://{_listener.LocalEndpoint}/secret-path");
            Channel = new WebhookChannel(
                "one",
                options,
                OutgoingHttp.Client(allowPrivateAddress: true, Timeout),
                TimeProvider.System
            );
        }

        public IChannel Channel { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _serving.WaitAsync(TimeSpan.FromSeconds(10));
            _stop.Dispose();
        }

        private async Task ServeAsync(byte[] answer, bool stalls)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[65536], _stop.Token);
                    await stream.WriteAsync(answer, _stop.Token);
                    if (stalls)
                    {
                        await Task.Delay(System.Threading.Timeout.Infinite, _stop.Token);
                    }
                }
            }
            catch (Exception end)
                when (end
                        is OperationCanceledException
                            or SocketException
                            or IOException
                            // The listener was stopped between two clients.
                            or InvalidOperationException
                )
            {
                // The test is over, or the sender left.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Alerts.Channels;
using Alerts.Configuration;

namespace Alerts.Tests;

/// <summary>Mails as a mail server gets them.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task A_mail_has_the_message_as_text_and_as_html()
    {
        using var server = new MailServer(refuses: false);
        var channel = Given.Channel(server.Options);

        await channel.SendAsync(Given.Failed, "id-1", default);

        var mail = await server.Mail;
        Assert.Contains("To: me@example.org", mail, StringComparison.Ordinal);
        Assert.Contains(
            "Message-Id: <id-1@live-sessions.invalid>",
            mail,
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Contains("text/plain", mail, StringComparison.Ordinal);
        Assert.Contains("text/html", mail, StringComparison.Ordinal);
        Assert.Contains(Given.Failed.Link!, mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_refused_is_not_delivered()
    {
        using var server = new MailServer(refuses: true);

        await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(server.Options).SendAsync(Given.Failed, "id-1", default)
        );
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_no_end_of_the_alerter()
    {
        ChannelOptions options;
        using (var server = new MailServer(refuses: false))
        {
            options = server.Options;
        }

        await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(options).SendAsync(Given.Failed, "id-1", default)
        );
    }

    /// <summary>Speaks as much SMTP as one mail takes.</summary>
    private sealed class MailServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public MailServer(bool refuses)
        {
            _listener.Start();
            Mail = ServeAsync(refuses);
        }

        public Task<string> Mail { get; }

        public ChannelOptions Options =>
            new()
            {
                Type = "email",
                Host = "127.0.0.1",
                Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
                Tls = false,
                From = "alerts@example.org",
                To = "me@example.org",
            };

        public void Dispose() => _listener.Stop();

        private async Task<string> ServeAsync(bool refuses)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, Encoding.ASCII)
            {
                AutoFlush = true,
                NewLine = "\r\n",
            };
            await writer.WriteLineAsync("220 test");
            var mail = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("RCPT", StringComparison.Ordinal) && refuses)
                {
                    await writer.WriteLineAsync("550 no such mailbox");
                }
                else if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync() is { } text and not ".")
                    {
                        mail.AppendLine(text);
                    }

                    await writer.WriteLineAsync("250 taken");
                }
                else if (line == "QUIT")
                {
                    await writer.WriteLineAsync("221 bye");
                    break;
                }
                else
                {
                    await writer.WriteLineAsync("250 ok");
                }
            }

            return mail.ToString();
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Alerts.Channels;
using Alerts.Configuration;
using SmtpServer.Protocol;

namespace Alerts.Tests;

/// <summary>Mails as a real mail server gets them.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task A_mail_has_the_message_as_text_and_as_html()
    {
        await using var server = await MailServer.StartAsync();
        var options = To(server);
        options.To = "me@example.org, you@example.org";

        await Given.Channel(options).SendAsync(Given.Failed, "id-1", default);

        var mail = Assert.Single(server.Mails);
        Assert.Equal("❌ nightly-backup failed", mail.Subject);
        Assert.Equal(2, mail.To.Count);
        Assert.Equal("id-1@live-sessions.invalid", mail.MessageId);
        Assert.Contains(Given.Failed.Text, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(Given.Failed.Link!, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("12:00:00 error disk full", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("disk &lt;full&gt; &amp; ", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains(
            $"<a href=\"{Given.Failed.Link}\">",
            mail.HtmlBody,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_said()
    {
        await using var server = await MailServer.StartAsync(mailbox: "you@example.org");

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(To(server)).SendAsync(Given.Failed, "id-1", default)
        );

        Assert.Equal("The mail server answers 550.", problem.Message);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData(SmtpReplyCode.Aborted, false)]
    [InlineData(SmtpReplyCode.InsufficientStorage, false)]
    [InlineData(SmtpReplyCode.TransactionFailed, true)]
    public async Task A_mail_is_tried_again_unless_the_server_refuses_it_for_good(
        SmtpReplyCode answer,
        bool isLasting
    )
    {
        await using var server = await MailServer.StartAsync();
        server.Answers.Enqueue(new SmtpResponse(answer, "no"));
        var channel = Given.Channel(To(server));

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            channel.SendAsync(Given.Failed, "id-1", default)
        );
        await channel.SendAsync(Given.Failed, "id-1", default);

        Assert.Equal(isLasting, problem.IsLasting);
        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData("secret", true)]
    [InlineData("wrong", false)]
    public async Task A_server_that_asks_for_a_password_gets_it(string password, bool isTaken)
    {
        await using var server = await MailServer.StartAsync(password: "secret");
        var options = To(server);
        (options.User, options.Password) = ("me", password);
        var sending = Given.Channel(options).SendAsync(Given.Failed, "id-1", default);

        if (!isTaken)
        {
            var problem = await Assert.ThrowsAsync<DeliveryException>(() => sending);
            Assert.DoesNotContain(password, problem.ToString(), StringComparison.Ordinal);
            Assert.False(problem.IsLasting);
        }

        await Task.WhenAny(sending);
        Assert.Equal(isTaken, !server.Mails.IsEmpty);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await MailServer.StartAsync(certificate: certificate);
        var options = To(server);
        options.Tls = true;

        var problem = await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(options).SendAsync(Given.Failed, "id-1", default)
        );

        Assert.Contains("SslHandshakeException", problem.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_no_end_of_the_alerter()
    {
        ChannelOptions options;
        await using (var server = await MailServer.StartAsync())
        {
            options = To(server);
        }

        await Assert.ThrowsAsync<DeliveryException>(() =>
            Given.Channel(options).SendAsync(Given.Failed, "id-1", default)
        );
    }

    private static ChannelOptions To(MailServer server) =>
        new()
        {
            Type = "email",
            Host = IPAddress.Loopback.ToString(),
            Port = server.Port,
            Tls = false,
            From = "alerts@example.org",
            To = "me@example.org",
        };
}

using System.Net;
using Alerts.Configuration;
using Alerts.Outbox;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Alerts.Channels;

/// <summary>A mail in text and HTML.</summary>
internal sealed class MailChannel(string name, ChannelOptions options) : IChannel
{
    private const int TimeoutMilliseconds = 20_000;

    public string Name => name;

    public async Task SendAsync(Message message, string id, CancellationToken cancellationToken)
    {
        using var mail = Mail(message, id);
        using var server = new SmtpClient { Timeout = TimeoutMilliseconds };
        try
        {
            await server.ConnectAsync(
                options.Host!,
                options.Port ?? 587,
                options.Tls ? SecureSocketOptions.Auto : SecureSocketOptions.None,
                cancellationToken
            );
            if (options.User is { Length: > 0 } user)
            {
                await server.AuthenticateAsync(user, options.Password ?? "", cancellationToken);
            }

            await server.SendAsync(mail, cancellationToken);
            await server.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (SmtpCommandException problem)
        {
            throw new DeliveryException(
                $"The mail server answers {(int)problem.StatusCode}.",
                // A mailbox or a sender that is refused is for a person to set right; 4xx says to come again.
                isLasting: problem.ErrorCode == SmtpErrorCode.MessageNotAccepted
                    && (int)problem.StatusCode >= 500,
                problem
            );
        }
        catch (Exception problem)
            when (problem
                    is IOException
                        or System.Net.Sockets.SocketException
                        or ProtocolException
                        or AuthenticationException
                        or SslHandshakeException
                        or ServiceNotConnectedException
                        or TimeoutException
            )
        {
            throw new DeliveryException(
                $"The mail server cannot be used ({problem.GetType().Name}).",
                inner: problem
            );
        }
    }

    private MimeMessage Mail(Message message, string id)
    {
        var mail = new MimeMessage { Subject = $"{Words.Sign(message)} {message.Title}" };
        mail.From.Add(MailboxAddress.Parse(options.From!));
        mail.To.AddRange(InternetAddressList.Parse(options.To!));
        // The same message has the same id, so that a mailbox can know it again.
        mail.MessageId = $"{id}@live-sessions.invalid";
        Func<string?, string?> html = WebUtility.HtmlEncode;
        mail.Body = new BodyBuilder
        {
            TextBody = Words.Plain(message) + "\n\n" + string.Join('\n', message.LastEvents),
            HtmlBody =
                $"<h3>{html(message.Title)}</h3><p>{html(message.Text)}</p>"
                + (
                    message.LastEvents.Count > 0
                        ? $"<pre>{html(string.Join('\n', message.LastEvents))}</pre>"
                        : ""
                )
                + (message.Link is { } link ? $"<p><a href=\"{html(link)}\">Open</a></p>" : ""),
        }.ToMessageBody();
        return mail;
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Alerts.Tests;

/// <summary>A real SMTP server that keeps what it is sent, and answers as it is told.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _serving;
    private readonly Behaviour _behaviour;

    private MailServer(int port, Task serving, CancellationTokenSource stop, Behaviour behaviour)
    {
        Port = port;
        (_serving, _stop, _behaviour) = (serving, stop, behaviour);
    }

    public int Port { get; }

    public ConcurrentQueue<MimeMessage> Mails => _behaviour.Mails;

    /// <summary>What it answers to next mails, in order; then it takes every mail.</summary>
    public ConcurrentQueue<SmtpResponse> Answers => _behaviour.Answers;

    /// <param name="mailbox">The only one that it has; every one by default.</param>
    /// <param name="password">What it asks for; nothing by default.</param>
    /// <param name="certificate">With it a client may encrypt.</param>
    public static async Task<MailServer> StartAsync(
        string? mailbox = null,
        string? password = null,
        X509Certificate2? certificate = null
    )
    {
        var port = FreePort();
        var options = new SmtpServerOptionsBuilder()
            .ServerName("test")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port));
                if (password is not null)
                {
                    endpoint.AllowUnsecureAuthentication().AuthenticationRequired();
                }

                if (certificate is not null)
                {
                    endpoint.Certificate(certificate);
                }
            })
            .Build();
        var behaviour = new Behaviour(mailbox, password);
        var services = new ServiceProvider();
        services.Add((IMessageStore)behaviour);
        services.Add((IMailboxFilter)behaviour);
        services.Add((IUserAuthenticator)behaviour);
        var smtp = new SmtpServer.SmtpServer(options, services);
        var stop = new CancellationTokenSource();
        var server = new MailServer(port, smtp.StartAsync(stop.Token), stop, behaviour);
        await UntilListeningAsync(port);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _serving.WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilListeningAsync(int port)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    private sealed class Behaviour(string? mailbox, string? password)
        : MessageStore,
            IMailboxFilter,
            IUserAuthenticator
    {
        public ConcurrentQueue<MimeMessage> Mails { get; } = new();

        public ConcurrentQueue<SmtpResponse> Answers { get; } = new();

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            if (Answers.TryDequeue(out var answer))
            {
                return answer;
            }

            using var text = new MemoryStream(buffer.ToArray());
            Mails.Enqueue(await MimeMessage.LoadAsync(text, cancellationToken));
            return SmtpResponse.Ok;
        }

        public Task<bool> CanAcceptFromAsync(
            ISessionContext context,
            IMailbox from,
            int size,
            CancellationToken cancellationToken
        ) => Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(
            ISessionContext context,
            IMailbox to,
            IMailbox from,
            CancellationToken cancellationToken
        ) => Task.FromResult(mailbox is null || $"{to.User}@{to.Host}" == mailbox);

        public Task<bool> AuthenticateAsync(
            ISessionContext context,
            string user,
            string given,
            CancellationToken cancellationToken
        ) => Task.FromResult(given == password);
    }
}

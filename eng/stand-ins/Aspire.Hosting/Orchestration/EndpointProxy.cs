using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Holds a public port and passes bytes to a target port. Like Aspire's, it accepts before the target listens and after
/// the target is gone, and then just does not answer.
/// </summary>
sealed class EndpointProxy : IAsyncDisposable
{
    static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    readonly TcpListener listener;
    readonly CancellationTokenSource stopping = new();
    readonly int targetPort;
    readonly Task accepting;

    /// <param name="publicPort">Port to listen on, 0 for any.</param>
    /// <param name="targetPort">Port on the loopback address to pass to.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    public EndpointProxy(int publicPort, int targetPort)
    {
        this.targetPort = targetPort;
        listener = new TcpListener(IPAddress.Loopback, publicPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await listener.AcceptSocketAsync(stopping.Token));
            }
        }
        catch (Exception end)
            when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    async Task PassAsync(Socket client)
    {
        using var _ = client;
        try
        {
            using var target = await ConnectAsync(stopping.Token);
            client.NoDelay = target.NoDelay = true;
            await Task.WhenAll(CopyAsync(client, target), CopyAsync(target, client));
        }
        catch (Exception end)
            when (end is OperationCanceledException or SocketException or IOException)
        {
            // One side is gone; closing both sockets tells the other.
        }
    }

    async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var target = new Socket(
                AddressFamily.InterNetwork,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, targetPort, cancellationToken);
                return target;
            }
            catch (SocketException)
            {
                target.Dispose();
            }
            await Task.Delay(RetryDelay, cancellationToken);
        }
    }

    async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from, ownsSocket: false);
            await using var destination = new NetworkStream(to, ownsSocket: false);
            await source.CopyToAsync(destination, stopping.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or SocketException)
        {
            // A reset passes on as one: what the other direction still carries has no reader.
            from.Close(0);
            to.Close(0);
        }
    }
}

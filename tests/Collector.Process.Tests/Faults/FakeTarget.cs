using System.Net;
using System.Net.Sockets;

namespace ProcessTests.Faults;

/// <summary>Accepts connections and treats each one badly, in a way of the test's choice.</summary>
internal sealed class FakeTarget : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public FakeTarget(Func<NetworkStream, CancellationToken, Task> treat)
    {
        _listener.Start();
        _ = AcceptAsync(treat);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> treat)
    {
        try
        {
            while (true)
            {
                _ = TreatAsync(await _listener.AcceptTcpClientAsync(_stop.Token), treat);
            }
        }
        catch (Exception over)
            when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TreatAsync(
        TcpClient client,
        Func<NetworkStream, CancellationToken, Task> treat
    )
    {
        using (client)
        {
            try
            {
                await treat(client.GetStream(), _stop.Token);
            }
            catch (Exception gone)
                when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side left first.
            }
        }
    }
}

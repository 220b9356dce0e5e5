using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Browser.Tests;

/// <summary>A connection to the dashboard that can be cut, or swallow all bytes while it stays open.</summary>
internal sealed class WeakLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Task _serve;
    private volatile bool _isSwallowing;
    private volatile bool _isDown;

    public WeakLink(Uri target)
    {
        _target = target;
        _listener.Start();
        _serve = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many connections are open to the browser.</summary>
    public int Open => _clients.Count;

    /// <summary>Nothing comes through from now on, and nobody is told.</summary>
    public void Swallow() => _isSwallowing = true;

    /// <summary>Ends all connections and refuses others.</summary>
    public void Cut()
    {
        _isDown = true;
        CloseAll();
    }

    public void Mend()
    {
        (_isDown, _isSwallowing) = (false, false);
        // What was swallowed is lost for good.
        CloseAll();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        CloseAll();
        await _serve.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void CloseAll()
    {
        foreach (var client in _clients.Keys)
        {
            client.Close();
        }
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            if (_isDown)
            {
                client.Close();
            }
            else
            {
                _ = ConnectAsync(client);
            }
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _clients[client] = true;
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
            await Task.WhenAny(
                PumpAsync(client.GetStream(), server.GetStream()),
                PumpAsync(server.GetStream(), client.GetStream())
            );
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // Cut before it was open.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Close();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; )
            {
                if (!_isSwallowing)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                }
            }
        }
        catch (Exception e)
            when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut.
        }
    }
}

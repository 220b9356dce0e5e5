using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Sessions;
using Sessions.Sqlite.Write;

namespace Dashboard.Tests.Store;

/// <summary>The dashboard on a port of its own, over a store of its own, beside a collector that can be taken away.</summary>
internal sealed class DashboardApp : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
    private readonly FakeCollector _collector = new();
    private readonly Dictionary<string, string?> _settings;
    private ISessionWriter? _writer;

    public DashboardApp(params (string Key, string Value)[] settings)
    {
        _settings = settings.ToDictionary(s => s.Key, string? (s) => s.Value);
        UseKestrel(0);
    }

    /// <summary>The store's writing side; the store exists from its first use on.</summary>
    public ISessionWriter Writer => _writer ??= SqliteSessionWriter.Open(StoreFile);

    public string StoreFile => Path.Combine(_folder, "sessions.db");

    public FakeCollector Collector => _collector;

    public Uri Address => ClientOptions.BaseAddress;

    public DashboardApp Started()
    {
        StartServer();
        return this;
    }

    public ScriptedRunner Runner(string? id = null, DateTimeOffset? start = null) =>
        new(
            Writer,
            id ?? Guid.CreateVersion7().ToString(),
            start ?? DateTimeOffset.UtcNow.AddSeconds(-2),
            trace: Guid.NewGuid().ToString("n")
        );

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        _settings.TryAdd("ConnectionStrings:sessions", $"Data Source={StoreFile}");
        _settings.TryAdd("Collector:StatusUrl", _collector.StatusUrl);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}

/// <summary>Answers <c>/status</c> as a collector in good health does.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly Task _serve;

    public FakeCollector()
    {
        _listener.Start();
        _serve = ServeAsync();
    }

    public string StatusUrl =>
        $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/status";

    /// <summary>Whether it says that it can write to its store.</summary>
    public bool Writing { get; set; } = true;

    /// <summary>Stops listening for good.</summary>
    public void GoAway() => _listener.Stop();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serve.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096], _stop.Token);
            var body =
                $$"""{"state":"ok","started_at":"{{_since:O}}","receiving_since":"{{_since:O}}","writing":{{(
                    Writing ? "true" : "false"
                )}}}""";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
                ),
                _stop.Token
            );
        }
    }
}

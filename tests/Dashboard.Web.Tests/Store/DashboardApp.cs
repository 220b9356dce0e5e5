using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Web;
using Microsoft.AspNetCore.Builder;
using Sessions;
using Sessions.Sqlite.Write;

namespace Dashboard.Tests.Store;

/// <summary>The dashboard on a port of its own, over a store of its own, beside a collector that can be taken away.</summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
    private readonly List<string> _settings;
    private WebApplication? _site;
    private ISessionWriter? _writer;

    /// <param name="settings">As on the command line, for example <c>--Key=Value</c>.</param>
    public DashboardApp(params IEnumerable<string> settings)
    {
        _settings =
        [
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:sessions=Data Source={StoreFile}",
            $"--ConnectionStrings:alerts=Data Source={AlerterFile}",
            $"--Collector:StatusUrl={Collector.StatusUrl}",
            $"--Dashboard:StateFolder={_folder}",
            .. settings,
        ];
    }

    /// <summary>The store's writing side; the store exists from its first use on.</summary>
    public ISessionWriter Writer => _writer ??= SqliteSessionWriter.Open(StoreFile);

    public string StoreFile => Path.Combine(_folder, "sessions.db");

    /// <summary>Where an alerter would write; nothing is there unless a test puts it there.</summary>
    public string AlerterFile => Path.Combine(_folder, "alerts.db");

    public FakeCollector Collector { get; } = new();

    /// <summary>Puts something else in the place of one of its services.</summary>
    public Action<WebApplicationBuilder>? Replace { get; init; }

    public IServiceProvider Services => _site!.Services;

    public Uri Address => new(_site!.Urls.First());

    public async Task<DashboardApp> StartAsync()
    {
        _site = DashboardSite.Build(
            new WebApplicationOptions
            {
                Args = [.. _settings],
                ApplicationName = "Dashboard.Web",
                ContentRootPath = AppContext.BaseDirectory,
                EnvironmentName = "Development",
            },
            Replace
        );
        await _site.StartAsync();
        return this;
    }

    public Task StopAsync() => _site!.StopAsync();

    public HttpClient CreateClient() => new() { BaseAddress = Address };

    public ScriptedRunner Runner(string? id = null, DateTimeOffset? start = null) =>
        new(
            Writer,
            id ?? Guid.CreateVersion7().ToString(),
            start ?? DateTimeOffset.UtcNow.AddSeconds(-2),
            trace: Guid.NewGuid().ToString("n")
        );

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await Collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Answers <c>/status</c> as a collector in good health does.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
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
                $$"""{"state":"ok","writing":{{(
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

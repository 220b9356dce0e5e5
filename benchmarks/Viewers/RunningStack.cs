using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;

namespace Viewers;

/// <summary>Collector and dashboard as processes over a store of their own, and the reference runner with its default settings.</summary>
internal sealed class RunningStack : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("viewers-").FullName;
    private readonly string _store;
    private readonly List<Process> _processes = [];
    private readonly int _grpc = FreePort();

    private RunningStack(string? store) => _store = store ?? Path.Combine(_folder, "sessions.db");

    public Uri Otlp { get; } = new($"http://127.0.0.1:{FreePort()}");

    public Uri Dashboard { get; } = new($"http://127.0.0.1:{FreePort()}");

    public int DashboardId { get; private set; }

    public int CollectorId { get; private set; }

    public HttpClient Client { get; } = new();

    /// <param name="store">A file that is there already; null is a new one that goes with the stack.</param>
    public static async Task<RunningStack> StartAsync(string? store = null)
    {
        var stack = new RunningStack(store);
        stack.CollectorId = stack.Start(
            "Collector",
            [],
            ("Kestrel__Endpoints__OtlpGrpc__Url", $"http://127.0.0.1:{stack._grpc}"),
            ("Kestrel__Endpoints__OtlpGrpc__Protocols", "Http2"),
            ("Kestrel__Endpoints__OtlpHttp__Url", stack.Otlp.ToString()),
            ("Kestrel__Endpoints__OtlpHttp__Protocols", "Http1")
        );
        stack.DashboardId = stack.Start(
            "Dashboard.Web",
            ["--urls", stack.Dashboard.ToString()],
            ("Collector__StatusUrl", new Uri(stack.Otlp, "/status").ToString())
        );
        await stack.UntilAsync(new Uri(stack.Otlp, "/alive"));
        await stack.UntilAsync(new Uri(stack.Dashboard, "/api/sessions"));
        return stack;
    }

    /// <summary>Starts the runner, sessions without end, and waits for the first one.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartRunnerAsync(params string[] options)
    {
        Start(
            "Runner.Worker",
            options,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_grpc}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("RUNNER_TELEMETRY_SPOOL", Path.Combine(_folder, "spool"))
        );
        while (true)
        {
            using var list = JsonDocument.Parse(
                await Client.GetStringAsync(new Uri(Dashboard, "/api/sessions"))
            );
            if (list.RootElement.GetProperty("items") is { } items && items.GetArrayLength() > 0)
            {
                return items[0].GetProperty("session_id").GetString()!;
            }

            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int Start(
        string project,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var root = typeof(RunningStack)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(
            root,
            project,
            "bin",
            own.Parent!.Name,
            own.Name,
            $"{project}.dll"
        );
        // What benchmarks/run published, when it is asked for.
        var published = Environment.GetEnvironmentVariable("BENCHMARKED_PROGRAMS") is { } folder
            ? Path.Combine(folder, project, project)
            : "";
        var start = (
            File.Exists(published)
                ? new ProcessStartInfo(published, arguments)
                : new ProcessStartInfo("dotnet", [built, .. arguments])
        );
        start.WorkingDirectory = File.Exists(published)
            ? Path.GetDirectoryName(published)
            : Path.Combine(root, project);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["ConnectionStrings__sessions"] = $"Data Source={_store}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process.Id;
    }

    private async Task UntilAsync(Uri address)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await Client.GetAsync(address, deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

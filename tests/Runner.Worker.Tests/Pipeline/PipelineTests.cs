using System.Net;
using System.Net.Sockets;
using Sessions;
using Sessions.Sqlite.Read;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>The real runner and the real collector as processes, and a reader of the store that they fill.</summary>
public abstract class PipelineTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("pipeline").FullName;
    readonly int grpcPort = FreePort();
    readonly int httpPort = FreePort();
    readonly List<ChildProcess> runners = [];

    private protected ChildProcess Collector { get; private set; } = null!;

    private protected ISessionReader Store { get; private set; } = null!;

    /// <summary>Where the collector takes OTLP over HTTP.</summary>
    protected string HttpEndpoint => $"http://127.0.0.1:{httpPort}";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        StartCollector();
        Store = new SqliteSessionReader(Path.Combine(folder, "sessions.db"));
        await UntilListeningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in runners)
        {
            await runner.DisposeAsync();
        }

        await Store.DisposeAsync();
        await Collector.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void StartCollector() =>
        Collector = ChildProcess.StartProject(
            "Collector",
            [],
            new()
            {
                ["ConnectionStrings__sessions"] =
                    $"Data Source={Path.Combine(folder, "sessions.db")}",
                ["Kestrel__Endpoints__OtlpGrpc__Url"] = $"http://127.0.0.1:{grpcPort}",
                ["Kestrel__Endpoints__OtlpGrpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__OtlpHttp__Url"] = $"http://127.0.0.1:{httpPort}",
                ["Kestrel__Endpoints__OtlpHttp__Protocols"] = "Http1",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );

    /// <summary>Runs one session of a scenario, several times as fast as by default.</summary>
    private protected ChildProcess StartRunner(string scenario, params string[] more) =>
        Owned(
            ChildProcess.StartProject(
                "Runner.Worker",
                [
                    .. (string[])["--scenario", scenario, "--sessions", "1"],
                    .. (string[])
                        [
                            "--Runner:Replay:Interval",
                            "00:00:00.005",
                            "--Runner:HeartbeatInterval",
                            "00:00:00.100",
                        ],
                    .. (string[])
                        ["--Runner:Pace:Row", "00:00:00", "--Runner:Pace:Fold", "00:00:00"],
                    .. (string[])
                        [
                            "--Runner:Retry:Delay",
                            "00:00:00.050",
                            "--Runner:HangFor",
                            "00:00:01.500",
                        ],
                    .. more,
                ],
                new()
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{grpcPort}",
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                    ["RUNNER_TELEMETRY_SPOOL"] = Path.Combine(folder, "spool"),
                }
            )
        );

    /// <summary>Runs some other program that is a runner.</summary>
    private protected ChildProcess StartOther(
        string program,
        string[] arguments,
        Dictionary<string, string> environment
    ) => Owned(ChildProcess.Start(program, arguments, environment));

    /// <summary>The only session, once it satisfies the condition.</summary>
    private protected async Task<SessionState> SessionAsync(Func<SessionState, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        SessionState? session = null;
        while (!deadline.IsCancellationRequested)
        {
            session = await NewestAsync();
            if (session is not null && condition(session))
            {
                return session;
            }

            await Task.Delay(20, CancellationToken.None);
        }

        throw new TimeoutException(
            $"the session is {session?.Status}, {session?.Counts.Events} events\n{string.Join('\n', runners.Select(r => r.Output))}\n{Collector.Output}"
        );
    }

    private protected async Task<List<SessionEvent>> EventsAsync(SessionState session)
    {
        var query = new EventQuery
        {
            SessionId = session.Id,
            OldestFirst = true,
            Limit = 10_000,
        };
        var page = await Store.EventsAsync(query, Stop);
        return [.. page.Items.Select(e => e.Event)];
    }

    private protected async Task UntilListeningAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(HttpEndpoint) };
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync("/alive", Stop);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (tries < 500 && !Collector.HasExited)
            {
                await Task.Delay(20, Stop);
            }
        }
    }

    ChildProcess Owned(ChildProcess runner)
    {
        runners.Add(runner);
        return runner;
    }

    async Task<SessionState?> NewestAsync()
    {
        try
        {
            var page = await Store.ListAsync(new SessionQuery(), Stop);
            return page.Items.Count == 0 ? null : page.Items[0];
        }
        catch (StoreUnavailableException)
        {
            // The collector has not made it yet.
            return null;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Collections.Concurrent;
using Sessions;
using Sessions.Sqlite.Read;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>The real collector as a process, a reader of the store that it fills, and real runners that send to it.</summary>
sealed class RealPipeline : IAsyncDisposable
{
    /// <summary>The scenarios that a runner on <c>mixed</c> acts out, in its order.</summary>
    public static readonly string[] Mixed =
    [
        "success",
        "fail",
        "error",
        "timeout",
        "hang",
        "crash",
        "retry",
        "silent",
    ];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string _folder = Directory.CreateTempSubdirectory("pipeline").FullName;
    readonly int _grpcPort = ChildProcess.FreePort();
    readonly int _httpPort = ChildProcess.FreePort();
    readonly ConcurrentQueue<ChildProcess> _runners = [];

    RealPipeline() => Store = new SqliteSessionReader(StoreFile);

    public ChildProcess Collector { get; private set; } = null!;

    public ISessionReader Store { get; }

    public string StoreFile => Path.Combine(_folder, "sessions.db");

    /// <summary>Where the collector takes OTLP over HTTP.</summary>
    public string HttpEndpoint => $"http://127.0.0.1:{_httpPort}";

    /// <summary>Where the collector takes OTLP over gRPC.</summary>
    public string GrpcEndpoint => $"http://127.0.0.1:{_grpcPort}";

    public static async Task<RealPipeline> StartAsync()
    {
        var pipeline = new RealPipeline();
        await pipeline.StartCollectorAsync();
        return pipeline;
    }

    /// <summary>Starts the collector, also again after it was killed; completes when it listens.</summary>
    public async Task StartCollectorAsync()
    {
        Collector = ChildProcess.StartProject(
            "Collector",
            [],
            new()
            {
                ["ConnectionStrings__sessions"] = $"Data Source={StoreFile}",
                ["Kestrel__Endpoints__OtlpGrpc__Url"] = GrpcEndpoint,
                ["Kestrel__Endpoints__OtlpGrpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__OtlpHttp__Url"] = HttpEndpoint,
                ["Kestrel__Endpoints__OtlpHttp__Protocols"] = "Http1",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );
        using var client = new HttpClient { BaseAddress = new Uri(HttpEndpoint) };
        await Collector.UntilAliveAsync(client, Patience);
    }

    /// <summary>
    /// Runs one session of a scenario, several times as fast as by default; the session bears the scenario's name.
    /// </summary>
    public ChildProcess StartRunner(string scenario, params string[] more) =>
        Owned(
            ChildProcess.StartProject(
                "Runner.Worker",
                [
                    .. Options(("--scenario", scenario), ("--sessions", "1")),
                    .. Options(
                        ("--Runner:Name", scenario),
                        ("--Runner:HeartbeatInterval", "00:00:00.100"),
                        ("--Runner:Replay:Bars", "100"),
                        ("--Runner:Replay:Interval", "00:00:00.015"),
                        ("--Runner:Pace:Row", "00:00:00"),
                        ("--Runner:Pace:Fold", "00:00:00"),
                        ("--Runner:Retry:Delay", "00:00:00.050"),
                        ("--Runner:HangFor", "00:00:01.500"),
                        ("--Runner:SessionPause", "00:00:00")
                    ),
                    .. more,
                ],
                new()
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = GrpcEndpoint,
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                    ["RUNNER_TELEMETRY_SPOOL"] = Path.Combine(_folder, "spool"),
                }
            )
        );

    /// <summary>Runs some other program that is a runner.</summary>
    public ChildProcess StartOther(
        string program,
        string[] arguments,
        Dictionary<string, string> environment
    ) => Owned(ChildProcess.Start(program, arguments, environment));

    /// <summary>The sessions under a name, oldest first.</summary>
    public async Task<IReadOnlyList<SessionState>> SessionsAsync(string name)
    {
        try
        {
            var query = new SessionQuery { RunnerName = name, Ascending = true };
            return (await Store.ListAsync(query, CancellationToken.None)).Items;
        }
        catch (StoreUnavailableException)
        {
            // The collector has not made it yet.
            return [];
        }
    }

    /// <summary>The newest session under a name, once it satisfies the condition.</summary>
    public async Task<SessionState> SessionAsync(string name, Func<SessionState, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        SessionState? session = null;
        while (!deadline.IsCancellationRequested)
        {
            session = (await SessionsAsync(name)).LastOrDefault();
            if (session is not null && condition(session))
            {
                return session;
            }

            await Task.Delay(20, CancellationToken.None);
        }

        throw new TimeoutException(
            $"{name} is {session?.Status}, {session?.Counts.Events} events\n{string.Join('\n', _runners.Select(r => r.Output))}\n{Collector.Output}"
        );
    }

    /// <summary>All events of a session, oldest first.</summary>
    public async Task<List<SessionEvent>> EventsAsync(SessionState session)
    {
        var query = new EventQuery
        {
            SessionId = session.Id,
            OldestFirst = true,
            Limit = 10_000,
        };
        var page = await Store.EventsAsync(query, CancellationToken.None);
        Assert.Null(page.Next);
        return [.. page.Items.Select(e => e.Event)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners)
        {
            await runner.DisposeAsync();
        }

        await Store.DisposeAsync();
        await Collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    static IEnumerable<string> Options(params (string Name, string Value)[] options) =>
        options.SelectMany(option => new[] { option.Name, option.Value });

    ChildProcess Owned(ChildProcess runner)
    {
        _runners.Enqueue(runner);
        return runner;
    }
}

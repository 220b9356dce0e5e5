using System.Net;
using System.Net.Http.Headers;
using ClickHouse.Engine;
using Runner.Worker.Tests.Pipeline;

namespace AppHost.Tests.Fleet;

/// <summary>Collectors and a dashboard as processes, on one ClickHouse engine.</summary>
sealed class Machines : IAsyncDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    readonly string _folder = Directory.CreateTempSubdirectory("fleet-").FullName;
    readonly List<ChildProcess> _started = [];
    ChdbServer _engine = null!;

    public HttpClient Dashboard { get; private set; } = null!;

    /// <exception cref="Xunit.Sdk.SkipException">The engine cannot be had here.</exception>
    public static async Task<Machines> StartAsync()
    {
        var machines = new Machines();
        try
        {
            machines._engine = await ChdbServer.StartAsync(machines._folder);
        }
        catch (EngineMissingException exception)
        {
            Assert.Skip(exception.Message);
        }

        return machines;
    }

    public async Task StopEngineAsync() => await _engine.DisposeAsync();

    /// <summary>The same engine again: its data, its port.</summary>
    public async Task RestartEngineAsync() =>
        _engine = await ChdbServer.StartAsync(_folder, _engine.Port);

    /// <summary>A file for a store of SQLite.</summary>
    public string SqliteFile => Path.Combine(_folder, "sessions.db");

    /// <summary>A folder for files that are to be taken along.</summary>
    public string Luggage => Path.Combine(_folder, "moving");

    /// <param name="store">Its store's connection string; the engine's when it is null.</param>
    public async Task<FleetCollector> StartCollectorAsync(string? store = null)
    {
        var (grpc, http) = (ChildProcess.FreePort(), ChildProcess.FreePort());
        var process = ChildProcess.StartProject(
            "Collector",
            [],
            new()
            {
                ["ConnectionStrings__sessions"] = store ?? _engine.ConnectionString("sessions"),
                ["Kestrel__Endpoints__OtlpGrpc__Url"] = $"http://127.0.0.1:{grpc}",
                ["Kestrel__Endpoints__OtlpHttp__Url"] = $"http://127.0.0.1:{http}",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );
        _started.Add(process);
        var collector = new FleetCollector(process, grpc, http);
        await process.UntilAliveAsync(collector.Http, Limit);
        return collector;
    }

    /// <summary>Runs one of the collector's commands, on the engine unless it names a store.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        await using var command = ChildProcess.StartProject(
            "Collector",
            arguments,
            new() { ["ConnectionStrings__sessions"] = _engine.ConnectionString("sessions") }
        );
        Assert.Equal(0, await command.ExitAsync(Limit));
        return command.Output;
    }

    /// <param name="collector">Whose status it watches.</param>
    public async Task StartDashboardAsync(FleetCollector? collector = null)
    {
        var url = $"http://127.0.0.1:{ChildProcess.FreePort()}";
        var process = ChildProcess.StartProject(
            "Dashboard.Web",
            ["--urls", url],
            new()
            {
                ["ConnectionStrings__sessions"] = _engine.ConnectionString("sessions"),
                ["Collector__StatusUrl"] = collector is null
                    ? ""
                    : $"{collector.Http.BaseAddress}status",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
            }
        );
        _started.Add(process);
        Dashboard = new HttpClient { BaseAddress = new Uri(url) };
        await process.UntilAliveAsync(Dashboard, Limit);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            await process.DisposeAsync();
        }

        Dashboard?.Dispose();
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>One of the collectors.</summary>
sealed class FleetCollector(ChildProcess process, int grpc, int http)
{
    readonly HttpClient _grpcClient = new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{grpc}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public HttpClient Http { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{http}") };

    public Task KillAsync() => process.KillAsync();

    /// <returns>The status of the answer; 0 when there was none.</returns>
    public async Task<int> SendAsync(byte[] logs)
    {
        try
        {
            using var answer = await AnswerAsync(logs);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public async Task<HttpResponseMessage> AnswerAsync(byte[] logs)
    {
        using var body = Body(logs, "application/x-protobuf");
        return await Http.PostAsync("/v1/logs", body);
    }

    /// <returns>The gRPC status, 14 for UNAVAILABLE.</returns>
    public async Task<string> SendByGrpcAsync(byte[] logs)
    {
        byte[] frame = [0, 0, 0, (byte)(logs.Length >> 8), (byte)logs.Length, .. logs];
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
        )
        {
            Content = Body(frame, "application/grpc"),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var answer = await _grpcClient.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer
            .TrailingHeaders.Concat(answer.Headers)
            .First(h => h.Key == "grpc-status")
            .Value.First();
    }

    static ByteArrayContent Body(byte[] bytes, string type) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}

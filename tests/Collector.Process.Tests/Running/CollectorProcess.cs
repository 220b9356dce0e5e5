using System.Net.Http.Json;
using System.Text.Json;

namespace ProcessTests.Running;

/// <summary>The collector as a process of its own, on free ports unless settings say others, with its own store.</summary>
internal sealed class CollectorProcess : ServiceProcess
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private CollectorProcess(IEnumerable<string> arguments)
        : base(BuildPaths.Collector, endpoints: 2, arguments) { }

    private CollectorProcess(string store, string[] settings)
        : this([
            LogsWhereItListens,
            "--Kestrel:Endpoints:OtlpGrpc:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:OtlpHttp:Url=http://127.0.0.1:0",
            $"--ConnectionStrings:sessions=Data Source={store}",
            .. settings,
        ]) { }

    /// <summary>For gRPC.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>For HTTP: OTLP, status, health.</summary>
    public Uri HttpUrl { get; private set; } = null!;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has what it said.</exception>
    public static async Task<CollectorProcess> StartAsync(string store, params string[] settings)
    {
        var collector = new CollectorProcess(store, settings);
        var urls = await collector.UntilListeningAsync();
        // Kestrel binds configured endpoints in the order of their names.
        (collector.Grpc, collector.HttpUrl) = (urls[0], urls[1]);
        return collector;
    }

    /// <summary>Starts one that is expected to refuse: waits until it has ended.</summary>
    public static async Task<CollectorProcess> StartAndEndAsync(
        string store,
        params string[] settings
    )
    {
        var collector = new CollectorProcess(store, settings);
        await collector.UntilEndedAsync();
        return collector;
    }

    /// <summary>Runs one of its commands to the end.</summary>
    public static async Task<CollectorProcess> RunCommandAsync(params string[] arguments)
    {
        var command = new CollectorProcess(arguments);
        await command.UntilEndedAsync();
        return command;
    }

    public async Task<JsonElement> StatusAsync() =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(HttpUrl, "/status"));

    public async Task<string> HealthAsync() =>
        await Http.GetStringAsync(new Uri(HttpUrl, "/health"));
}

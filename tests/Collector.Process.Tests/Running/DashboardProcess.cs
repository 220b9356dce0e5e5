using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ProcessTests.Running;

/// <summary>The built dashboard as a process of its own, on a free port unless settings say another.</summary>
internal sealed class DashboardProcess : ServiceProcess
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    private DashboardProcess(string store, string[] settings)
        : base(
            BuildPaths.Dashboard,
            endpoints: 1,
            [
                LogsWhereItListens,
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:sessions=Data Source={store}",
                .. settings,
            ]
        ) { }

    public Uri Url { get; private set; } = null!;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has what it said.</exception>
    public static async Task<DashboardProcess> StartAsync(string store, params string[] settings)
    {
        var dashboard = new DashboardProcess(store, settings);
        dashboard.Url = (await dashboard.UntilListeningAsync())[0];
        return dashboard;
    }

    /// <summary>Starts one that shows what this collector stores.</summary>
    /// <inheritdoc cref="StartAsync(string, string[])" path="/exception"/>
    public static Task<DashboardProcess> StartAsync(string store, CollectorProcess collector) =>
        StartAsync(store, $"--services:collector:otlp-http:0={collector.HttpUrl}");

    /// <summary>Starts one that is expected to refuse: waits until it has ended.</summary>
    public static async Task<DashboardProcess> StartAndEndAsync(
        string store,
        params string[] settings
    )
    {
        var dashboard = new DashboardProcess(store, settings);
        await dashboard.UntilEndedAsync();
        return dashboard;
    }

    /// <summary>A session as the read API has it; null when there is none, or the store is away.</summary>
    public async Task<JsonElement?> SessionAsync(
        string id,
        CancellationToken cancellation = default
    )
    {
        using var answer = await Http.GetAsync(new Uri(Url, $"/api/sessions/{id}"), cancellation);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)
            : null;
    }

    /// <summary>The code that an address is answered with.</summary>
    public async Task<HttpStatusCode> CodeAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(Url, path));
        return answer.StatusCode;
    }
}

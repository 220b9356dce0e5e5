using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace AppHost.Tests;

/// <summary>The real AppHost with the real Aspire dashboard, at ports of their own, and a store of their own.</summary>
sealed class AppWithAspireDashboard : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aspire-dashboard-");

    private AppWithAspireDashboard() { }

    public DistributedApplication Application { get; private set; } = null!;

    /// <summary>Opens the pages without asking for the token.</summary>
    public Uri LoginUrl { get; private set; } = null!;

    /// <summary>Asks its telemetry API: <c>traces</c>, <c>logs</c>.</summary>
    public HttpClient Telemetry { get; } = new();

    /// <param name="arguments">Further settings of the application.</param>
    public static async Task<AppWithAspireDashboard> StartAsync(params string[] arguments)
    {
        var app = new AppWithAspireDashboard();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                $"--ConnectionStrings:sessions=Data Source={app._folder.FullName}/sessions.db",
                "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
                "--ASPIRE_DASHBOARD_API_ENABLED=true",
                "--Runner:HeartbeatInterval=00:00:01",
                .. arguments,
            ],
            (options, _) => options.DisableDashboard = false
        );
        app.Application = await builder.BuildAsync();
        await app.Application.StartAsync();
        var pages = app.Application.GetEndpoint(AspireDashboard.ResourceName, "http");
        app.LoginUrl = new Uri(pages, $"login?t={builder.Configuration["AppHost:BrowserToken"]}");
        app.Telemetry.BaseAddress = new Uri(pages, "api/telemetry/");
        app.Telemetry.DefaultRequestHeaders.Add(
            "x-api-key",
            builder.Configuration["AppHost:DashboardApiKey"]
        );
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        Telemetry.Dispose();
        _folder.Delete(recursive: true);
    }
}

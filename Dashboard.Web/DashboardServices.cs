using Dashboard.Web.Api;
using Dashboard.Web.Delivery;
using Dashboard.Web.Feed;
using Dashboard.Web.Incidents;
using Dashboard.Web.Live;
using Dashboard.Web.Login;
using Dashboard.Web.Runners;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Telemetry;
using Dashboard.Web.Views;
using OpenTelemetry.Metrics;
using Sessions.Sqlite.Incidents;

namespace Dashboard.Web;

/// <summary>What the dashboard is made of, beside the store that it reads.</summary>
internal static class DashboardServices
{
    private const string DefaultAddress = "http://localhost:5180";

    /// <summary>The page's script takes silence of twice this for a lost connection.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    public static void AddDashboard(this IServiceCollection services, IConfiguration configuration)
    {
        configuration.Check("Dashboard", "Token", "AllowRemote", "StateFolder");
        services.AddRazorComponents();
        services.AddLogin(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<AspireDashboard>();
        services.AddSingleton<ClientFiles>();
        services.AddSingleton(CollectorAddress.From(configuration));
        // One request a second is not worth four lines of log each, and a retry would only delay the news.
#pragma warning disable EXTEXP0001
        services
            .AddHttpClient(
                CollectorWatch.ClientName,
                client => client.Timeout = TimeSpan.FromSeconds(2)
            )
            .RemoveAllLoggers()
            .RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        services.AddSingleton<CollectorClock>();
        services.AddSingleton<Verdicts>();
        services.AddSingleton<Attention>();
        services.AddSingleton<TradingReading>();
        services.AddSingleton<SessionViews>();
        services.AddSingleton<PageReading>();
        services.AddSingleton<SessionsByVerdict>();
        services.AddSingleton<TotalsReading>();
        services.AddSingleton<ListReading>();
        services.AddSingleton<RunnerReading>();
        services.AddSingleton<RunnerFigures>();
        services.AddSingleton<RunnerHistoryReading>();
        services.AddIncidentReader(configuration);
        services.AddSingleton<IncidentReading>();
        services.AddSingleton<LiveMetrics>();
        services.ConfigureOpenTelemetryMeterProvider(metrics =>
            metrics.AddMeter(LiveMetrics.MeterName)
        );
        services.AddSingleton<IReadOnlyList<LivePanel>>(Panels.All);
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<LiveList>();
        services
            .AddSignalR(live =>
            {
                live.KeepAliveInterval = KeepAlive;
                live.MaximumReceiveMessageSize = 16 * 1024;
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions = FeedRowJson.Options);
        services.AddHostedSingleton<CollectorWatch>();
        services.AddHostedService<StoreFollower>();
        services.AddHostedService<VerdictClock>();
    }

    /// <summary>The loopback address, unless configuration says otherwise in any of the framework's own ways.</summary>
    public static void ListenOnDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var stated = Stated(configuration).ToArray();
        LoopbackRule.Check(stated, configuration);
        LoopbackRule.AnswerOwnNamesOnly(configuration);
        if (stated.Length == 0)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    private static IEnumerable<string> Stated(IConfiguration configuration)
    {
        var endpoints = configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>();
        // A port without a host is every address of the machine.
        var ports = Parts("http_ports")
            .Select(port => $"http://*:{port}")
            .Concat(Parts("https_ports").Select(port => $"https://*:{port}"));
        // As the framework ranks them: endpoints, then addresses, then ports.
        return endpoints.Any() ? endpoints
            : Parts("urls").Any() ? Parts("urls")
            : ports;

        IEnumerable<string> Parts(string key) =>
            (configuration[key] ?? "").Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
    }

    private static void AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}

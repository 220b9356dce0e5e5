using Alerts.Alive;
using Alerts.Channels;
using Alerts.Configuration;
using Alerts.Deliver;
using Alerts.Digests;
using Alerts.Outbox;
using Alerts.Push;
using Alerts.Watch;
using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Options;
using Sessions;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;
using Sessions.Sqlite.Incidents;

namespace Alerts;

/// <summary>The whole service, ready to be started; off while no channel is configured.</summary>
internal static class AlertSite
{
    private const string DefaultAddress = "http://localhost:5190";

    /// <param name="args">Settings as on the command line.</param>
    /// <param name="replace">Puts something else in the place of a service, for tests.</param>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.AddServiceDefaults();
        if (!SaysWhereToListen(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        if (IsForThisMachine(builder.Configuration))
        {
            // A page of another site must not reach it under a name of its own.
            builder.Configuration["AllowedHosts"] ??= "localhost;*.localhost;127.0.0.1;[::1]";
        }

        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter(AlertMetrics.MeterName));
        var section = builder.Configuration.GetSection(AlertOptions.Section);
        AlertSettings.Check(builder.Configuration);
        builder.Services.Configure<AlertOptions>(section);
        var hasChannels = section.GetSection(nameof(AlertOptions.Channels)).GetChildren().Any();
        AddServices(builder.Services, builder.Configuration, hasChannels);
        replace?.Invoke(builder);
        var app = builder.Build();
        // Now, so that a setting that cannot be used ends the start.
        app.Services.GetRequiredService<Rules>();
        app.Services.GetRequiredService<IReadOnlyList<IChannel>>();
        RequireSense(app.Services.GetRequiredService<AlertOptions>(), hasChannels);
        app.MapDefaultEndpoints();
        app.MapPush();
        if (!hasChannels)
        {
            app.Logger.LogInformation(
                "No channel is configured, so nothing is watched and nobody is told; see docs/alerts.md"
            );
        }

        return app;
    }

    private static void RequireSense(AlertOptions options, bool hasChannels)
    {
        DeadMansSwitch.Check(options.DeadMansSwitch);
        if (!hasChannels && (options.Rules.Count > 0 || options.DeadMansSwitch.Url is not null))
        {
            throw new ConfigurationException(
                "Alerts has rules or a dead man's switch and no channel; configure one below Alerts:Channels, see docs/alerts.md."
            );
        }

        if (options.IntervalSeconds is not (>= 0.1 and <= 3600))
        {
            throw new ConfigurationException(
                "Alerts:IntervalSeconds must be a number of seconds from 0.1 to 3600."
            );
        }
    }

    private static bool IsForThisMachine(ConfigurationManager configuration) =>
        !SaysWhereToListen(configuration)
        || configuration["urls"] is { Length: > 0 } urls
            && urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .All(url => ListenAddress.IsLocal("urls", url));

    private static bool SaysWhereToListen(ConfigurationManager configuration) =>
        ((string[])["urls", "http_ports", "https_ports"]).Any(key =>
            !string.IsNullOrEmpty(configuration[key])
        ) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static void AddServices(
        IServiceCollection services,
        ConfigurationManager configuration,
        bool hasChannels
    )
    {
        if (!services.TryAddClickHouseReader(configuration))
        {
            services.AddSessionStoreReader(configuration);
        }

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            provider.GetRequiredService<IOptions<AlertOptions>>().Value
        );
        services.AddSingleton(_ => new OutboxFile(IncidentStoreLocation.FileOf(configuration)));
        services.AddSingleton<Rules>();
        services.AddSingleton(provider =>
            ChannelList.Of(
                provider.GetRequiredService<AlertOptions>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<OutboxFile>
            )
        );
        services.AddSingleton<CollectorClock>();
        services.AddSingleton<RunnersNow>();
        services.AddSingleton(provider => new MessageComposer(
            provider.GetRequiredService<ISessionReader>(),
            provider.GetRequiredService<RunnersNow>(),
            provider.GetRequiredService<AlertOptions>().DashboardUrl
        ));
        services.AddSingleton<MatterReader>();
        services.AddSingleton<SessionJudge>();
        services.AddSingleton<Surveyor>();
        services.AddSingleton<Teller>();
        services.AddSingleton<Watcher>();
        services.AddSingleton<QuietHours>();
        services.AddSingleton<DigestComposer>();
        services.AddSingleton<DigestSchedule>();
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton<AlertHealth>();
        if (!hasChannels)
        {
            return;
        }

        services.AddHealthChecks().AddCheck<AlertHealth>("alerts");
        services.AddHostedService<WatchLoop>();
        services.AddHostedService<Deliverer>();
        if (
            configuration[$"{AlertOptions.Section}:{nameof(AlertOptions.DeadMansSwitch)}:Url"] is
            { Length: > 0 }
        )
        {
            services.AddHostedService<DeadMansSwitch>();
        }
    }
}

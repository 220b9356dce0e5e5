using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Collector.Commands;
using Collector.Forward;
using Collector.Metrics;
using Collector.Receive;
using Collector.Write;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Collector.Hosting;

/// <summary>Puts the collector together: receive, decode, project, write, and forward.</summary>
internal static class CollectorApp
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    /// <param name="builder">The host, with the store's <c>ISessionWriter</c> already registered.</param>
    /// <exception cref="ConfigurationException">The configuration cannot work; the message names the key and the fix.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        AddServices(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        CheckKeys(configuration);
        var receive = configuration.GetSection("Receive").Get<ReceiveOptions>() ?? new();
        var write = configuration.GetSection("Write").Get<WriteOptions>() ?? new();
        var forward = configuration.GetSection("Forward").Get<ForwardOptions>() ?? new();
        ListenRules.Check(configuration, receive);
        ListenRules.AnswerOwnNamesOnly(configuration);
        var targets = Targets.Of(configuration, forward);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Counted by the receiver itself, so that the answer is one of OTLP's.
            kestrel.Limits.MaxRequestBodySize = null;
            var wrongPort = kestrel.ApplicationServices.GetRequiredService<WrongPort>();
            kestrel.ConfigureEndpointDefaults(wrongPort.Guard);
        });
        var services = builder.Services;
        // A client that never finishes its request must not hold up the end.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        services.TryAddSingleton(TimeProvider.System);
        AddReceive(services, receive);
        services.AddSingleton(write);
        services.AddSingleton<WriteMetrics>();
        services.AddSingleton<WriteQueue>();
        services.AddSingleton<BatchWriter>();
        services.AddHostedService<GroupCommit>();
        services.AddSingleton<CollectorHeartbeat>();
        services.AddHostedService(provider => provider.GetRequiredService<CollectorHeartbeat>());
        services.AddSingleton(provider => NewForwarder(provider, targets, forward));
        services.AddHostedService(provider => provider.GetRequiredService<Forwarder>());
        services.AddSingleton<IRequestHandler, IngestPipeline>();
        services.AddSingleton<StatusPage>();
        services.AddSingleton<QueueGauges>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store");
    }

    private static void CheckKeys(IConfiguration configuration)
    {
        configuration.Check("Store", "Durability", "MaxAge", "MaxMegabytes");
        configuration.Check("Receive", [.. NamesOf<ReceiveOptions>()]);
        configuration.Check("Write", [.. NamesOf<WriteOptions>()]);
        configuration.Check("Forward", [.. NamesOf<ForwardOptions>()]);
        foreach (var target in configuration.GetSection("Forward:Targets").GetChildren())
        {
            configuration.Check(target.Path, [.. NamesOf<TargetOptions>()]);
        }
    }

    private static IEnumerable<string> NamesOf<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T
    >() => typeof(T).GetProperties().Select(property => property.Name);

    private static void AddReceive(IServiceCollection services, ReceiveOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new ByteBudget(
            options.MaxBytesInHand,
            Math.Min(options.MaxBytesPerConnection, options.MaxBytesInHand),
            provider.GetRequiredService<TimeProvider>(),
            reserve: options.MaxBytesInHand / 8
        ));
        services.AddSingleton<ApiKey>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<ReceiveMetrics>();
        services.AddSingleton<IgnoredMetrics>();
        services.AddSingleton<WrongPort>();
        services.AddSingleton<Submission>();
        services.AddSingleton<GrpcEndpoint>();
        services.AddSingleton<GrpcHealth>();
        services.AddSingleton<HttpEndpoint>();
        BrowserSenders.Allow(services, options);
    }

    private static Forwarder NewForwarder(
        IServiceProvider provider,
        IReadOnlyList<TargetOptions> targets,
        ForwardOptions options
    )
    {
        var meter = provider.GetRequiredService<IMeterFactory>().Create(MeterNames.Forward);
        var clock = provider.GetRequiredService<TimeProvider>();
        var log = provider.GetRequiredService<ILogger<Forwarder>>();
        var deadLetters = new DeadLetters(
            options.DeadLetterFolder
                ?? Path.Combine(
                    CommandStore.FolderOf(provider.GetRequiredService<IConfiguration>()),
                    "forward-dead-letters"
                ),
            options.MaxDeadLetterBytes,
            clock,
            log
        );
        return new Forwarder(
            [
                .. targets.Select(target => new ForwardTarget(
                    new OtlpSender(target, options),
                    deadLetters,
                    options,
                    clock,
                    meter,
                    log
                )),
            ],
            options,
            clock
        );
    }

    private static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<QueueGauges>();
        var grpc = app.Services.GetRequiredService<GrpcEndpoint>();
        var http = app.Services.GetRequiredService<HttpEndpoint>();
        var health = app.Services.GetRequiredService<GrpcHealth>();
        var wrongPort = app.Services.GetRequiredService<WrongPort>();
        app.Use(
            (context, next) =>
            {
                SignalPaths.CollapseSlashes(context.Request);
                if (!GrpcEndpoint.Speaks(context.Request))
                {
                    return next(context);
                }

                return !HttpProtocol.IsHttp2(context.Request.Protocol)
                        ? wrongPort.RefuseAsync(context)
                    : GrpcHealth.IsFor(context.Request.Path) ? health.HandleAsync(context)
                    : grpc.HandleAsync(context, SignalPaths.OfGrpc(context.Request.Path));
            }
        );
        // After the path was cleaned.
        app.UseRouting();
        BrowserSenders.Use(app);
        foreach (var (signal, _, path) in SignalPaths.All)
        {
            app.Map(
                path,
                context =>
                {
                    return http.HandleAsync(context, signal);
                }
            );
        }

        var status = app.Services.GetRequiredService<StatusPage>();
        app.Map("/status", status.AnswerAsync);
        app.MapFallback("{*path}", http.RefusePathAsync);
    }
}

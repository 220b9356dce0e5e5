using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Runner.Telemetry.Export.Spooling;

namespace Runner.Telemetry.Export;

/// <summary>The runner's own OTLP pipeline, apart from whatever else a host exports: only the runner's source, meter and
/// log category, always sampled, live. The standard <c>OTEL_*</c> settings apply.</summary>
sealed class OtlpPipeline : IAsyncDisposable
{
    /// <summary>Weaker than any configuration.</summary>
    static readonly Dictionary<string, string?> Defaults = new()
    {
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        // The SDK drops silently what its queues cannot hold.
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "16384",
        ["OTEL_BLRP_MAX_QUEUE_SIZE"] = "16384",
        // Beats are sent when they happen, see PromptFlush; this only repeats the newest.
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "10000",
        // The SDK's 128 would lose the newest checkpoints of a long phase.
        ["OTEL_SPAN_EVENT_COUNT_LIMIT"] = "100000",
    };

    readonly OpenTelemetrySdk sdk;
    readonly PromptFlush flush;
    readonly Courier? courier;
    bool disposed;

    public OtlpPipeline(string serviceName, IConfiguration? configuration)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Defaults);
        var effective = (
            configuration is null
                ? settings.AddEnvironmentVariables()
                : settings.AddConfiguration(configuration)
        ).Build();
        courier = SpoolFolder.Open(serviceName, effective) is { } spool ? new Courier(spool) : null;
        sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton<IConfiguration>(effective);
            builder
                .ConfigureResource(resource => Describe(resource, serviceName, effective))
                .WithTracing(tracing =>
                    tracing
                        .AddSource(RunnerTelemetry.SourceName)
                        .SetSampler(new AlwaysOnSampler())
                        .AddOtlpExporter(Deliver)
                )
                .WithLogging(logging =>
                    logging.AddProcessor(new LifeTimestamps()).AddOtlpExporter(Deliver)
                )
                .WithMetrics(metrics =>
                    metrics
                        .AddMeter(RunnerTelemetry.SourceName)
                        .AddOtlpExporter(
                            (exporter, reader) =>
                            {
                                Deliver(exporter);
                                // With cumulative temporality the SDK repeats the gauges of ended sessions for ever.
                                reader.TemporalityPreference =
                                    MetricReaderTemporalityPreference.Delta;
                            }
                        )
                );
        });
        flush = new PromptFlush(sdk);
    }

    public ILoggerFactory Loggers => sdk.GetLoggerFactory();

    public ITelemetryFlush Flush => flush;

    /// <summary>Requests that were given up.</summary>
    public long Lost => courier?.Lost ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await flush.NowAsync();
        flush.Dispose();
        if (courier is null)
        {
            sdk.Dispose();
            return;
        }

        // From here on the exporters' requests go to disk at once, so that shutting them down does not wait.
        await courier.DisposeAsync();
        await Task.Factory.StartNew(sdk.Dispose, TaskCreationOptions.LongRunning);
        courier.Close();
    }

    void Deliver(OtlpExporterOptions exporter)
    {
        if (courier is not null)
        {
            exporter.HttpClientFactory = () =>
                new HttpClient(new SpoolingHandler(courier, new SocketsHttpHandler()));
        }
    }

    static void Describe(ResourceBuilder resource, string serviceName, IConfiguration configuration)
    {
        // The environment's name and instance, as an app host gives them, go before the program's own.
        var given = configuration["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
        resource.AddService(
            configuration["OTEL_SERVICE_NAME"] ?? serviceName,
            autoGenerateServiceInstanceId: !given.Contains(
                "service.instance.id=",
                StringComparison.Ordinal
            )
        );
    }
}

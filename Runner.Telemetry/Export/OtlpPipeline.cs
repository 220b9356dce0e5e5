using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Runner.Telemetry.Export.Transmission;

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

    readonly OpenTelemetrySdk _sdk;
    readonly PromptFlush _flush;
    readonly TransmissionHandler _transmission;
    int _disposed;

    public OtlpPipeline(RunnerTelemetryOptions options, IConfiguration configuration)
    {
        var effective = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults)
            .AddConfiguration(configuration)
            .Build();
        var serviceName = options.ServiceName;
        var spool = options.Spool ? SpoolFolder.Open(options, effective) : null;
        var notices = new ProblemNotices(
            options.ReportProblems ? Console.Error.WriteLine : static _ => { },
            spool?.Root
        );
        if (options.Spool && spool is null)
        {
            notices.SpoolFails("no folder can be written, RUNNER_TELEMETRY_SPOOL sets another");
        }

        _transmission = new TransmissionHandler(spool, notices);
        _sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.Services.AddSingleton<IConfiguration>(effective);
            // Whoever writes a line of detail wants it kept.
            builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
            builder
                .ConfigureResource(resource => Describe(resource, serviceName, effective))
                .WithTracing(tracing =>
                    tracing
                        .AddSource(RunnerTelemetry.SourceName)
                        .SetSampler(new AlwaysOnSampler())
                        .AddOtlpExporter(Deliver)
                )
                .WithLogging(logging =>
                    logging.AddProcessor(new LifeCycleTimestamps()).AddOtlpExporter(Deliver)
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
        _flush = new PromptFlush(_sdk.LoggerProvider, _sdk.TracerProvider, _sdk.MeterProvider);
    }

    public ILoggerFactory Loggers => _sdk.GetLoggerFactory();

    public ITelemetryFlush Flush => _flush;

    /// <summary>Requests that were given up.</summary>
    public long Lost => _transmission.Lost;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _flush.NowAsync();
        _flush.Dispose();
        // From here on the exporters' requests go to disk at once, so that shutting them down does not wait.
        await _transmission.DisposeAsync();
        await Task.Factory.StartNew(_sdk.Dispose, TaskCreationOptions.LongRunning);
        _transmission.Close();
    }

    void Deliver(OtlpExporterOptions exporter) =>
        exporter.HttpClientFactory = () =>
            new HttpClient(new ExporterHandler(_transmission, new SocketsHttpHandler()));

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

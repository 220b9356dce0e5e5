using System.Diagnostics;
using System.Diagnostics.Metrics;
using Collector.Tests.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sessions;

namespace Collector.Tests.Clients;

/// <summary>The OpenTelemetry SDK for .NET, over every protocol and compression that it has.</summary>
public sealed class DotNetClientTests
{
    private static readonly KeyValuePair<string, object?> Id = new("session.id", Given.Session);

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip)]
    public async Task Traces_logs_and_metrics_arrive_whole(
        OtlpExportProtocol protocol,
        OtlpExportCompression compression
    )
    {
        await using var collector = await RunningCollector.StartAsync();
        Send(collector, protocol, compression);

        var events = collector.Store.Events;
        Assert.Equal(
            [
                EventType.RunnerStart,
                EventType.RunnerEnd,
                EventType.PhaseStart,
                EventType.PhaseEnd,
                EventType.Checkpoint,
                EventType.Heartbeat,
                EventType.SummaryUpdated,
            ],
            events.Types().Order()
        );
        Assert.Equal(
            new Figures { Equity = 10_150.5, Trades = 3 },
            events.Single(e => e.Type == EventType.Heartbeat).Figures
        );
        Assert.Equal(
            events.Single(e => e.Type == EventType.PhaseStart).SpanId,
            events.Single(e => e.Type == EventType.Checkpoint).SpanId
        );
        var summary = events.Single(e => e.Type == EventType.SummaryUpdated);
        Assert.Equal("Equity 10150.5", summary.Message);
        Assert.Equal(events[0].TraceId, summary.TraceId);
    }

    private static void Send(
        RunningCollector collector,
        OtlpExportProtocol protocol,
        OtlpExportCompression compression
    )
    {
        // Unique names: listeners are global to the process, and tests run side by side.
        var name = $"client-{Guid.NewGuid():N}";
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        using var traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(name)
            .AddOtlpExporter(options => Configure(options, "v1/traces"))
            .Build();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(name)
            .AddOtlpExporter(options => Configure(options, "v1/metrics"))
            .Build();
        using var logging = LoggerFactory.Create(builder =>
            builder.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.AddOtlpExporter(options => Configure(options, "v1/logs"));
            })
        );
        var log = logging.CreateLogger(name);

        using (
            source.StartActivity(
                "runner.session",
                ActivityKind.Internal,
                default(ActivityContext),
                [Id]
            )
        )
        {
            KeyValuePair<string, object?>[] phase =
            [
                Id,
                new("runner.phase.name", "api_phase"),
                new("runner.phase.index", 0),
            ];
            using (
                var span = source.StartActivity(
                    "api_phase",
                    ActivityKind.Internal,
                    default(ActivityContext),
                    phase
                )
            )
            {
                ActivityTagsCollection tags =
                [
                    new("runner.checkpoint.name", "quotes"),
                    new("runner.checkpoint.status", "pass"),
                ];
                span!.AddEvent(new ActivityEvent("runner.checkpoint", tags: tags));
            }

            meter.CreateGauge<long>("runner.heartbeat").Record(1, Id);
            meter.CreateGauge<double>("runner.equity").Record(10_150.5, Id);
            meter.CreateGauge<int>("runner.trades").Record(3, Id);
            using (log.BeginScope("unused"))
            {
                log.Log(
                    LogLevel.Information,
                    new Microsoft.Extensions.Logging.EventId(1, "runner.summary"),
                    new List<KeyValuePair<string, object?>> { Id, new("runner.equity", 10_150.5) },
                    null,
                    (_, _) => "Equity 10150.5"
                );
            }
        }

        Assert.True(traces.ForceFlush(10_000));
        Assert.True(metrics.ForceFlush(10_000));

        void Configure(OtlpExporterOptions options, string path)
        {
            options.Protocol = protocol;
            options.Compression = compression;
            options.Endpoint =
                protocol == OtlpExportProtocol.Grpc
                    ? collector.Grpc
                    : new Uri(collector.Http, path);
        }
    }
}

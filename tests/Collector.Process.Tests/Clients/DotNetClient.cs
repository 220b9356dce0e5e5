using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Runner.Conventions;

namespace ProcessTests.Clients;

/// <summary>A program that uses OpenTelemetry .NET as anybody would, without this project's runner library.</summary>
internal sealed class DotNetClient : IDisposable
{
    private readonly ActivitySource _source = new($"client-{Guid.NewGuid():N}");
    private readonly Meter _meter = new($"client-{Guid.NewGuid():N}");
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metering;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _log;

    public DotNetClient(
        Uri endpoint,
        OtlpExportProtocol protocol,
        OtlpExportCompression compression
    )
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("client");
        _tracing = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(_source.Name)
            .AddOtlpExporter(o => Configure(o, "v1/traces"))
            .Build();
        _metering = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(_meter.Name)
            .AddOtlpExporter(o => Configure(o, "v1/metrics"))
            .Build();
        _logging = LoggerFactory.Create(logging =>
            logging
                .SetMinimumLevel(LogLevel.Trace)
                .AddOpenTelemetry(o =>
                    o.SetResourceBuilder(resource).AddOtlpExporter(e => Configure(e, "v1/logs"))
                )
        );
        _log = _logging.CreateLogger("client");

        void Configure(OtlpExporterOptions options, string path)
        {
            options.Endpoint =
                protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint, path);
            options.Protocol = protocol;
            options.Compression = compression;
        }
    }

    public void SendSession(string id)
    {
        var session = new KeyValuePair<string, object?>(AttributeNames.SessionId, id);
        KeyValuePair<string, object?>[] header =
        [
            session,
            new(AttributeNames.RunnerName, "client"),
            new(AttributeNames.DryRun, true),
            new(AttributeNames.InitialCapital, 10_000.0),
            new(AttributeNames.Currency, "USD"),
            new(AttributeNames.PhaseCount, 1),
        ];
        var phaseName = new KeyValuePair<string, object?>(
            AttributeNames.PhaseName,
            ExpectedSession.Phase
        );
        KeyValuePair<string, object?>[] phaseHeader =
        [
            session,
            phaseName,
            new(AttributeNames.PhaseIndex, 0),
            new(AttributeNames.PhaseTimeLimit, 60.0),
        ];

        using (var root = Start(SpanNames.Session, header))
        {
            Say(LogLevel.Information, EventNames.SessionStart, header);
            using (var phase = Start(ExpectedSession.Phase, phaseHeader))
            {
                Say(LogLevel.Information, EventNames.PhaseStart, phaseHeader);
                phase.AddEvent(
                    new ActivityEvent(
                        SpanNames.Checkpoint,
                        tags: new ActivityTagsCollection
                        {
                            [AttributeNames.CheckpointName] = "schema_ok",
                            [AttributeNames.CheckpointStatus] = "pass",
                            [AttributeNames.CheckpointMessage] = "12 columns",
                        }
                    )
                );
                Say(
                    LogLevel.Warning,
                    EventNames.Checkpoint,
                    [
                        session,
                        phaseName,
                        new(AttributeNames.CheckpointName, "prices_ok"),
                        new(AttributeNames.CheckpointStatus, "warn"),
                        new(AttributeNames.CheckpointMessage, "naïve ✓ 🚀"),
                    ]
                );
                Say(
                    LogLevel.Error,
                    EventNames.Error,
                    [
                        session,
                        phaseName,
                        new(AttributeNames.ErrorType, "feed_timeout"),
                        new("app.text", "wide"),
                        new("app.whole", 42),
                        new("app.real", 0.25),
                        new("app.flag", true),
                        new("app.list", new[] { "a", "b" }),
                    ]
                );
                Beat(session, phaseName);
                // A gauge's point has the time of its collection, and a beat after the end would not count.
                Assert.True(_metering.ForceFlush(10_000));
                phase.SetTag(AttributeNames.PhaseStatus, "success");
                Say(
                    LogLevel.Information,
                    EventNames.PhaseEnd,
                    [session, phaseName, new(AttributeNames.PhaseStatus, "success")]
                );
            }

            root.SetTag(AttributeNames.SessionStatus, "success");
            Say(
                LogLevel.Information,
                EventNames.SessionEnd,
                [session, new(AttributeNames.SessionStatus, "success")]
            );
        }

        Assert.True(_tracing.ForceFlush(10_000));
        // Logging has no flush of its own: its end exports what waits.
        _logging.Dispose();
    }

    public void Dispose()
    {
        _tracing.Dispose();
        _metering.Dispose();
        _logging.Dispose();
        _source.Dispose();
        _meter.Dispose();
    }

    private Activity Start(string name, KeyValuePair<string, object?>[] attributes) =>
        _source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), attributes)
        ?? throw new InvalidOperationException("The span is not sampled.");

    private void Say(
        LogLevel level,
        string eventName,
        KeyValuePair<string, object?>[] attributes
    ) => _log.Log(level, new EventId(0, eventName), attributes, null, (_, _) => eventName);

    private void Beat(params KeyValuePair<string, object?>[] tags)
    {
        _meter.CreateGauge<long>(MetricNames.Heartbeat, "{beat}").Record(7, tags);
        _meter.CreateGauge<double>(MetricNames.HeartbeatInterval, "s").Record(0.5, tags);
        _meter.CreateGauge<long>(MetricNames.Progress, "{step}").Record(70, tags);
        _meter.CreateGauge<double>(MetricNames.Equity, "{currency}").Record(10_150.25, tags);
        _meter.CreateGauge<double>(MetricNames.Pnl, "{currency}").Record(150.25, tags);
        _meter.CreateGauge<long>(MetricNames.Trades, "{trade}").Record(10, tags);
        _meter.CreateGauge<long>(MetricNames.Wins, "{trade}").Record(6, tags);
        _meter.CreateGauge<long>(MetricNames.Losses, "{trade}").Record(4, tags);
    }
}

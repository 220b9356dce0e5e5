using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Otlp.Receiver;

namespace Runner.Telemetry.Tests;

/// <summary>A runner in an application with services.</summary>
public sealed class HostingTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_with_a_bad_setting_does_not_start()
    {
        var builder = Builder(("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317"));
        builder.Services.AddRunnerTelemetry();
        using var host = builder.Build();
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            host.StartAsync(Stop)
        );
        Assert.Contains("http://localhost:4317", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_exported_by_a_pipeline_of_their_own()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var builder = Builder(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Grpc.ToString()),
            ("OTEL_SERVICE_NAME", "from the settings")
        );
        builder.Services.AddRunnerTelemetry(telemetry => telemetry.Spool = false);
        using var host = builder.Build();
        await RunAsync(host);
        await AssertToldAsync(receiver);
        Assert.Equal(
            "from the settings",
            receiver.Received.Logs[0].ResourceLogs[0].Resource.Attributes.Text("service.name")
        );
    }

    [Fact]
    public async Task Sessions_are_exported_live_by_the_pipeline_of_the_application()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        // Far longer than the test: only what is flushed arrives.
        var builder = Builder(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Grpc.ToString()),
            ("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "3600000"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
        );
        builder.Services.AddRunnerTelemetry(telemetry => telemetry.Export = false);
        builder
            .Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddRunnerInstrumentation())
            .WithMetrics(metrics => metrics.AddRunnerInstrumentation())
            .WithLogging(logs => logs.AddRunnerInstrumentation())
            .UseOtlpExporter();
        using var host = builder.Build();
        await host.StartAsync(Stop);
        await RunAsync(host);
        await AssertToldAsync(receiver);
        await host.StopAsync(Stop);
    }

    static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))
        );
        return builder;
    }

    static Task RunAsync(IHost host) =>
        host
            .Services.GetRequiredService<RunnerTelemetry>()
            .RunSessionAsync(
                new RunnerSessionOptions { RunnerName = "hosted" },
                (session, stop) =>
                    session.RunPhaseAsync(
                        "work",
                        (phase, _) =>
                        {
                            phase.Progress();
                            return Task.CompletedTask;
                        },
                        cancellationToken: stop
                    ),
                Stop
            );

    // The application's own log lines are among the others.
    static int Told(Received received) =>
        received.Events().Count(e => e.EventName.StartsWith("runner.", StringComparison.Ordinal));

    static async Task AssertToldAsync(OtlpReceiver receiver)
    {
        var received = await receiver.UntilAsync(r =>
            r.Spans().Count == 2 && Told(r) == 4 && r.Points("runner.progress").Count > 0
        );
        var starts = received.Spans().ToDictionary(s => s.SpanId, s => s.StartTimeUnixNano);
        Assert.All(
            received.Events().Where(e => e.EventName.EndsWith(".start", StringComparison.Ordinal)),
            e => Assert.Equal(starts[e.SpanId], e.TimeUnixNano)
        );
    }
}

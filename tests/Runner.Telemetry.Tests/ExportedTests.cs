using Microsoft.Extensions.Configuration;
using OpenTelemetry.Proto.Logs.V1;
using Otlp.Receiver;

namespace Runner.Telemetry.Tests;

/// <summary>A runner that exports to a receiver of the test's own.</summary>
public abstract class ExportedTests : IAsyncLifetime
{
    readonly string _spool = Directory.CreateTempSubdirectory("spool").FullName;

    protected OtlpReceiver Receiver { get; private set; } = null!;

    protected RunnerTelemetry Telemetry { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual TimeProvider Time => TimeProvider.System;

    public async ValueTask InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("OTEL_EXPORTER_OTLP_ENDPOINT", Receiver.Grpc.ToString()),
                new("RUNNER_TELEMETRY_SPOOL", _spool),
            ])
            .Build();
        Telemetry = RunnerTelemetry.Export("tests", settings, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Telemetry.DisposeAsync();
        await Receiver.DisposeAsync();
        Directory.Delete(_spool, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Options of a session that beats only at its phases' starts and ends.</summary>
    protected static RunnerSessionOptions Quiet(string name = "quiet") =>
        new() { RunnerName = name, HeartbeatInterval = TimeSpan.FromHours(1) };

    /// <summary>The attributes of the root span of the only session, once it has ended.</summary>
    protected async Task<Dictionary<string, object?>> EndedSessionAsync()
    {
        var received = await Receiver.UntilAsync(r =>
            r.Spans().Any(s => s.Name == "runner.session")
        );
        return received.Spans().Single(s => s.Name == "runner.session").Attributes.Values();
    }

    protected List<LogRecord> Events(string name) =>
        [.. Receiver.Received.Events().Where(e => e.EventName == name)];
}

using Microsoft.Extensions.Configuration;
using Otlp.Receiver;

namespace Runner.Telemetry.Tests.Transmission;

/// <summary>What is said on standard error when telemetry does not arrive.</summary>
public sealed class NoticeTests : IDisposable
{
    readonly string _spool = Directory.CreateTempSubdirectory("spool").FullName;
    readonly TextWriter _error = Console.Error;
    readonly StringWriter _said = new();

    public NoticeTests() => Console.SetError(TextWriter.Synchronized(_said));

    public void Dispose()
    {
        Console.SetError(_error);
        Directory.Delete(_spool, recursive: true);
    }

    [Fact]
    public async Task Nothing_answers_at_the_endpoint()
    {
        var receiver = await OtlpReceiver.StartAsync();
        var endpoint = receiver.Grpc;
        await receiver.DisposeAsync();
        await RunAsync(endpoint, "grpc");
        var line = Assert.Single(Lines());
        Assert.Contains(
            $"{endpoint.GetLeftPart(UriPartial.Authority)} does not take telemetry",
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", line, StringComparison.Ordinal);
        Assert.Contains(_spool, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc", "OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf")]
    [InlineData("http/protobuf", "OTEL_EXPORTER_OTLP_PROTOCOL to grpc")]
    public async Task The_protocol_does_not_fit_the_port(string protocol, string advice)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await RunAsync(protocol == "grpc" ? receiver.Http : receiver.Grpc, protocol);
        Assert.Single(Lines(), line => line.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_said_when_all_goes_well()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await RunAsync(receiver.Grpc, "grpc");
        Assert.Empty(Lines());
    }

    [Fact]
    public async Task Nothing_is_said_when_reports_are_switched_off()
    {
        var receiver = await OtlpReceiver.StartAsync();
        var endpoint = receiver.Grpc;
        await receiver.DisposeAsync();
        await RunAsync(endpoint, "grpc", reports: false);
        Assert.Empty(Lines());
    }

    string[] Lines() => _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    async Task RunAsync(Uri endpoint, string protocol, bool reports = true)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.ToString()),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                new("RUNNER_TELEMETRY_SPOOL", _spool),
            ])
            .Build();
        await using var telemetry = RunnerTelemetry.Export(
            new RunnerTelemetryOptions { ServiceName = "notices", ReportProblems = reports },
            settings
        );
        await telemetry.RunSessionAsync(
            new RunnerSessionOptions { RunnerName = "notices" },
            (session, stop) =>
                session.RunPhaseAsync(
                    "work",
                    (_, _) => Task.CompletedTask,
                    cancellationToken: stop
                ),
            TestContext.Current.CancellationToken
        );
    }
}

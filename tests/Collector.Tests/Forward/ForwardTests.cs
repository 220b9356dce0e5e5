using System.Text.Json;
using Collector.Tests.Hosting;

namespace Collector.Tests.Forward;

/// <summary>What is taken in goes on to every target, and no target holds up the intake.</summary>
public sealed class ForwardTests
{
    private static readonly (string, object)[] InSession =
    [
        ("session.id", Given.Session),
        ("runner.phase.index", 0),
    ];

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task What_is_stored_here_arrives_at_the_target_with_its_headers(string protocol)
    {
        await using var target = await RunningCollector.StartAsync(
            new() { ["Receive:ApiKey"] = "secret" }
        );
        await using var collector = await RunningCollector.StartAsync(
            To(protocol == "grpc" ? target.Grpc : target.Http, protocol)
        );
        var request = Given.Request(Given.Span("data_phase", 2, 1, InSession));
        await collector.Client.GrpcAsync(OtlpClient.Traces, request);

        await Until.TrueAsync(() => target.Store.Events.Count == 2);
        Assert.Equal(collector.Store.Events, target.Store.Events);
    }

    [Fact]
    public async Task A_dead_target_delays_no_answer_and_is_counted()
    {
        await using var collector = await RunningCollector.StartAsync(
            To(new Uri("http://127.0.0.1:1"), "grpc")
        );
        var request = Given.Request(Given.Span("data_phase", 2, 1, InSession));
        Assert.Equal(0, (await collector.Client.GrpcAsync(OtlpClient.Traces, request)).Status);

        await Until.TrueAsync(async () =>
            ForwardedOf(await collector.Client.StatusAsync()).GetProperty("failed").GetInt32() == 1
        );
        Assert.Equal(2, collector.Store.Events.Count);
    }

    private static JsonElement ForwardedOf(JsonElement status) =>
        status.GetProperty("forwarded")[0];

    private static Dictionary<string, string?> To(Uri endpoint, string protocol) =>
        new()
        {
            ["Forward:Targets:0:Endpoint"] = endpoint.ToString(),
            ["Forward:Targets:0:Protocol"] = protocol,
            ["Forward:Targets:0:Headers:x-otlp-api-key"] = "secret",
        };
}

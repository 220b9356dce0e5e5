using System.Text.Json;
using Collector.Tests.Hosting;

namespace Collector.Tests.Forward;

/// <summary>What is received goes on to every target, and no target holds up the collector or its own queue.</summary>
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
            new() { ["Receive:ApiKey"] = "secret-of-16-chars" }
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

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_target_that_takes_only_small_requests_gets_all_in_parts(string protocol)
    {
        await using var target = await RunningCollector.StartAsync(
            new()
            {
                ["Receive:ApiKey"] = "secret-of-16-chars",
                ["Receive:MaxRequestBytes"] = "1000",
            }
        );
        await using var collector = await RunningCollector.StartAsync(
            To(protocol == "grpc" ? target.Grpc : target.Http, protocol)
        );
        var request = Given.Request([
            .. Enumerable.Range(1, 50).Select(i => Given.Span($"phase {i}", (byte)i, 1, InSession)),
        ]);
        await collector.Client.GrpcAsync(OtlpClient.Traces, request);

        await Until.TrueAsync(() => target.Store.Events.Count == 100);
        var forwarded = ForwardedOf(await collector.Client.StatusAsync());
        Assert.Equal(0, forwarded.GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task An_item_larger_than_any_request_may_be_is_kept_and_its_neighbours_arrive()
    {
        using var folder = new TempFolder();
        await using var target = await RunningCollector.StartAsync(
            new() { ["Receive:ApiKey"] = "secret-of-16-chars" }
        );
        var settings = To(target.Http, "http/protobuf");
        settings["Forward:MaxRequestBytes"] = "2000";
        settings["Forward:DeadLetterFolder"] = folder.File("letters");
        await using var collector = await RunningCollector.StartAsync(settings);
        var spans = Enumerable
            .Range(1, 20)
            .Select(i => Given.Span($"phase {i}", (byte)i, 1, InSession))
            .ToArray();
        spans[7].Attributes.Add(Given.Attribute("text", new string('x', 5_000)));
        await collector.Client.GrpcAsync(OtlpClient.Traces, Given.Request(spans));

        await Until.TrueAsync(() => target.Store.Events.Count == 38);
        var forwarded = ForwardedOf(await collector.Client.StatusAsync());
        Assert.Equal(1, forwarded.GetProperty("failed").GetInt32());
        Assert.Contains("larger-than", Assert.Single(Directory.GetFiles(folder.File("letters"))));
        Assert.Equal(40, collector.Store.Events.Count);
    }

    [Fact]
    public async Task What_a_target_never_takes_is_kept_once_logged_and_does_not_hold_up_the_next()
    {
        using var folder = new TempFolder();
        var log = new RecordingLog();
        // The target has another key: it refuses everything.
        await using var target = await RunningCollector.StartAsync(
            new() { ["Receive:ApiKey"] = "another-of-16-chars" }
        );
        var settings = To(target.Http, "http/protobuf");
        settings["Forward:DeadLetterFolder"] = folder.File("letters");
        settings["Forward:MaxDeadLetterBytes"] = "300";
        await using var collector = await RunningCollector.StartAsync(settings, log: log);
        for (var i = 1; i <= 5; i++)
        {
            await collector.Client.GrpcAsync(
                OtlpClient.Traces,
                Given.Request(Given.Span($"phase {i}", (byte)i, 1, InSession))
            );
        }

        await Until.TrueAsync(async () =>
            ForwardedOf(await collector.Client.StatusAsync()).GetProperty("failed").GetInt32() == 5
        );
        var kept = Directory.GetFiles(folder.File("letters"));
        Assert.InRange(kept.Length, 1, 3);
        Assert.InRange(kept.Sum(file => new FileInfo(file).Length), 1, 300);
        Assert.Contains("HTTP-401", kept[0]);
        Assert.Single(log.Lines, line => line.Contains("refuses a request for good"));
        Assert.Equal(10, collector.Store.Events.Count);
    }

    [Fact]
    public async Task Status_and_log_name_a_target_without_its_credentials()
    {
        var log = new RecordingLog();
        await using var collector = await RunningCollector.StartAsync(
            To(new Uri("http://user:secret@127.0.0.1:1/base?token=secret"), "http/protobuf"),
            log: log
        );
        var status = await collector.Client.StatusAsync();

        Assert.Equal(
            "http://127.0.0.1:1/base",
            ForwardedOf(status).GetProperty("target").GetString()
        );
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret"));
    }

    private static JsonElement ForwardedOf(JsonElement status) =>
        status.GetProperty("forwarded")[0];

    private static Dictionary<string, string?> To(Uri endpoint, string protocol) =>
        new()
        {
            ["Forward:Targets:0:Endpoint"] = endpoint.ToString(),
            ["Forward:Targets:0:Protocol"] = protocol,
            ["Forward:Targets:0:Headers:x-otlp-api-key"] = "secret-of-16-chars",
        };
}

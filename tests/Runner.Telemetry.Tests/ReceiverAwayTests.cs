using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Otlp.Receiver;

namespace Runner.Telemetry.Tests;

/// <summary>What becomes of a session's telemetry when nobody receives it for a while, or at all.</summary>
public sealed class ReceiverAwayTests : IDisposable
{
    readonly string _spool = Directory.CreateTempSubdirectory("spool").FullName;

    public void Dispose() => Directory.Delete(_spool, recursive: true);

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task A_session_is_complete_after_its_receiver_was_killed_and_restarted_in_the_middle(
        string protocol
    )
    {
        var receiver = await OtlpReceiver.StartAsync();
        var (grpc, http) = (receiver.Grpc.Port, receiver.Http.Port);
        await using var telemetry = RunnerTelemetry.Export("away", Settings(receiver, protocol));
        await using var session = telemetry.StartSession(Options("away"));
        await using var phase = session.StartPhase("work");
        phase.Checkpoint("before", CheckpointStatus.Pass);
        await receiver.UntilAsync(r => Checkpoints(r).Contains("before"));
        // A request whose answer is cut off is sent again: let this one be answered.
        await telemetry.Flush!.NowAsync();
        var before = receiver.Received;

        await receiver.DisposeAsync();
        phase.Checkpoint("while", CheckpointStatus.Pass);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            phase.Checkpoint($"while-{i}", CheckpointStatus.Pass);
        }

        Assert.True(
            clock.Elapsed < TimeSpan.FromSeconds(1),
            $"the work was held up for {clock.Elapsed}"
        );
        await WaitForFilesAsync();

        receiver = await OtlpReceiver.StartAsync(grpc, http);
        phase.Checkpoint("after", CheckpointStatus.Pass);
        phase.Complete();
        await phase.DisposeAsync();
        session.Complete();
        await session.DisposeAsync();
        await receiver.UntilAsync(r => r.HasEnded(session.Id) && Checkpoints(r).Contains("after"));
        await telemetry.DisposeAsync();

        string[] expected =
        [
            "before",
            "while",
            .. Enumerable.Range(0, 1000).Select(i => $"while-{i}"),
            "after",
        ];
        Assert.Equal(
            expected.Order(),
            Checkpoints(before).Concat(Checkpoints(receiver.Received)).Order()
        );
        var span = receiver.Received.Spans().Single(s => s.Name == "work");
        Assert.Equal(
            expected,
            span.Events.Select(e => e.Attributes.Text("runner.checkpoint.name"))
        );
        Assert.Equal(0, telemetry.LostRequests);
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_receiver_that_answers_unavailable_gets_everything_later_and_nothing_twice()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = Refuse;
        await using var telemetry = RunnerTelemetry.Export("busy", Settings(receiver, "grpc"));
        await telemetry.RunSessionAsync(
            Options("busy"),
            OnePhaseAsync,
            TestContext.Current.CancellationToken
        );
        receiver.Refusal = null;
        var received = await receiver.UntilAsync(r =>
            r.Spans().Count == 2 && r.Events().Count == 5
        );
        Assert.Equal(
            [
                "runner.session.start",
                "runner.phase.start",
                "runner.checkpoint",
                "runner.phase.end",
                "runner.session.end",
            ],
            received.Events().Select(e => e.EventName)
        );
    }

    [Fact]
    public async Task A_request_that_is_refused_for_good_is_not_sent_again_but_counted()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = context =>
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        };
        await using var telemetry = RunnerTelemetry.Export(
            "bad",
            Settings(receiver, "http/protobuf")
        );
        await telemetry.RunSessionAsync(
            Options("bad"),
            OnePhaseAsync,
            TestContext.Current.CancellationToken
        );
        await UntilAsync(() => telemetry.LostRequests > 0 && !SpooledFiles().Any());
        Assert.Equal(telemetry.LostRequests, RefusedFiles().Count());
    }

    [Fact]
    public async Task Without_any_receiver_a_runner_ends_in_time_and_the_next_one_delivers()
    {
        var receiver = await OtlpReceiver.StartAsync();
        var (grpc, http) = (receiver.Grpc.Port, receiver.Http.Port);
        var settings = Settings(receiver, "grpc");
        await receiver.DisposeAsync();

        var clock = Stopwatch.StartNew();
        var lost = RunnerTelemetry.Export("gone", settings);
        await lost.RunSessionAsync(
            Options("first"),
            OnePhaseAsync,
            TestContext.Current.CancellationToken
        );
        await lost.DisposeAsync();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"it took {clock.Elapsed} to end");
        Assert.NotEmpty(SpooledFiles());

        receiver = await OtlpReceiver.StartAsync(grpc, http);
        await using var next = RunnerTelemetry.Export("gone", settings);
        await next.RunSessionAsync(
            Options("second"),
            OnePhaseAsync,
            TestContext.Current.CancellationToken
        );
        await receiver.UntilAsync(r => r.Spans().Count(s => s.Name == "runner.session") == 2);
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_receiver_that_never_answers_does_not_keep_a_runner_from_ending()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Refusal = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var clock = Stopwatch.StartNew();
        await using (var telemetry = RunnerTelemetry.Export("mute", Settings(receiver, "grpc")))
        {
            await telemetry.RunSessionAsync(
                Options("mute"),
                OnePhaseAsync,
                TestContext.Current.CancellationToken
            );
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"it took {clock.Elapsed} to end");
        Assert.NotEmpty(SpooledFiles());
    }

    static RunnerSessionOptions Options(string name) =>
        new() { RunnerName = name, HeartbeatInterval = TimeSpan.FromHours(1) };

    static Task OnePhaseAsync(RunnerSession session, CancellationToken cancellation) =>
        session.RunPhaseAsync(
            "work",
            (phase, _) =>
            {
                phase.Progress();
                phase.Checkpoint("done", CheckpointStatus.Pass);
                return Task.CompletedTask;
            },
            cancellationToken: cancellation
        );

    static async Task Refuse(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        context.Response.AppendTrailer("grpc-status", "14");
    }

    static IEnumerable<string> Checkpoints(Received received) =>
        received
            .Events()
            .Where(e => e.EventName == "runner.checkpoint")
            .Select(e => e.Attributes.Text("runner.checkpoint.name"));

    IConfiguration Settings(OtlpReceiver receiver, string protocol) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                new(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    (protocol == "grpc" ? receiver.Grpc : receiver.Http).ToString()
                ),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                new("RUNNER_TELEMETRY_SPOOL", _spool),
            ])
            .Build();

    IEnumerable<string> SpooledFiles() =>
        Directory
            .EnumerateFiles(_spool, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock")
            .Except(RefusedFiles());

    IEnumerable<string> RefusedFiles() =>
        Directory
            .EnumerateDirectories(_spool, "refused", SearchOption.AllDirectories)
            .SelectMany(Directory.EnumerateFiles);

    static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    Task WaitForFilesAsync() => UntilAsync(() => SpooledFiles().Any());
}

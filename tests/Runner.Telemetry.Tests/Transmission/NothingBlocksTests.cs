using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Proto.Collector.Logs.V1;
using Otlp.Receiver;
using Runner.Telemetry.Export.Transmission;

namespace Runner.Telemetry.Tests.Transmission;

/// <summary>What one request at fault does to those around it: nothing.</summary>
public sealed class NothingBlocksTests : IDisposable
{
    readonly string _spool = Directory.CreateTempSubdirectory("spool").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_spool))
        {
            Directory.Delete(_spool, recursive: true);
        }
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_split_and_only_an_item_that_is_too_large_is_lost()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        // Without RetryInfo, as gRPC servers answer what is above their limit.
        receiver.Inspect = (_, body) => body.Length > 6000 ? Grpc(8) : null;
        await using var telemetry = Start(receiver.Grpc, "grpc");
        await SessionAsync(
            telemetry,
            phase =>
            {
                for (var i = 0; i < 300; i++)
                {
                    phase.Checkpoint($"check-{i}", CheckpointStatus.Pass);
                }
            }
        );

        var received = await receiver.UntilAsync(r =>
            r.Events().Any(e => e.EventName == "runner.session.end")
            && r.Spans().Any(s => s.Name == "runner.session")
        );
        Assert.Equal(300, received.Events().Count(e => e.EventName == "runner.checkpoint"));
        Assert.DoesNotContain(received.Spans(), s => s.Name == "work");
        Assert.Equal(1, telemetry.LostRequests);
        Assert.Single(Refused());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    public async Task One_item_at_fault_is_found_among_its_neighbours(int status)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Inspect = (path, body) =>
            path.Contains("logs", StringComparison.Ordinal) && Names(body).Contains("poison")
                ? Grpc(status)
                : null;
        await using var telemetry = Start(receiver.Grpc, "grpc");
        await SessionAsync(
            telemetry,
            phase =>
            {
                for (var i = 0; i < 50; i++)
                {
                    phase.Checkpoint(i == 17 ? "poison" : $"check-{i}", CheckpointStatus.Pass);
                }
            }
        );

        await receiver.UntilAsync(r => r.Events().Any(e => e.EventName == "runner.session.end"));
        await UntilAsync(() => Refused().Length == 1 && !Waiting().Any());
        var names = receiver.Received.Events().Where(e => e.EventName == "runner.checkpoint");
        Assert.Equal(49, names.Count());
        Assert.Contains(
            "poison",
            Names(Unframed(await File.ReadAllBytesAsync(Refused()[0], Stop)))
        );
        Assert.Equal(1, telemetry.LostRequests);
    }

    [Fact]
    public async Task A_request_that_is_never_taken_while_others_are_holds_nobody_up()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        // What is behind the receiver breaks at it: the proxy before it says that it is away.
        receiver.Inspect = (path, body) =>
            path.Contains("logs", StringComparison.Ordinal) && Names(body).Contains("poison")
                ? context =>
                {
                    context.Response.StatusCode = 502;
                    return Task.CompletedTask;
                }
                : null;
        await using var telemetry = Start(receiver.Http, "http/protobuf");
        await SessionAsync(telemetry, phase => phase.Checkpoint("poison", CheckpointStatus.Pass));
        await SessionAsync(telemetry, phase => phase.Checkpoint("sound", CheckpointStatus.Pass));

        await receiver.UntilAsync(r =>
            r.Events().Count(e => e.EventName == "runner.session.end") == 2
        );
        await UntilAsync(() => telemetry.LostRequests > 0 && !Waiting().Any());
        Assert.Single(Refused());
    }

    [Fact]
    public async Task A_spool_folder_that_is_deleted_loses_what_was_in_it_and_no_more()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var isAway = true;
        receiver.Inspect = (_, _) => isAway ? Grpc(14) : null;
        await using var telemetry = Start(receiver.Grpc, "grpc");
        await using var session = telemetry.StartSession(Quiet());
        await using var phase = session.StartPhase("work");
        // The first is in the sender's hands, and still delivered; the second is not.
        await UntilAsync(() => Waiting().Any());
        phase.Checkpoint("before", CheckpointStatus.Pass);
        await UntilAsync(() => Waiting().Count() > 1);
        Directory.Delete(_spool, recursive: true);
        phase.Checkpoint("after", CheckpointStatus.Pass);
        await UntilAsync(() => Directory.Exists(_spool) && Waiting().Any());
        isAway = false;
        phase.Complete();
        await phase.DisposeAsync();
        session.Complete();
        await session.DisposeAsync();

        var received = await receiver.UntilAsync(r =>
            r.Events().Any(e => e.EventName == "runner.session.end")
        );
        Assert.Contains(received.Events(), e => e.EventName == "runner.checkpoint");
        // Counted when it is its turn to be sent, which may be after the others.
        await UntilAsync(() => telemetry.LostRequests > 0);
    }

    [Fact]
    public async Task A_fault_that_nobody_thought_of_gives_up_one_request()
    {
        var spool = new Spool(_spool, 1_000_000);
        spool.Add(OtlpSignal.Logs, [1]);
        spool.Add(OtlpSignal.Traces, [2]);
        var givenUp = new List<(OtlpSignal, string)>();
        // No address can send it.
        var addresses = new System.Collections.Concurrent.ConcurrentDictionary<
            OtlpSignal,
            ReceiverAddress
        >();
        foreach (var signal in new[] { OtlpSignal.Logs, OtlpSignal.Traces })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "ftp://nowhere/")
            {
                Content = new ByteArrayContent([]),
            };
            addresses[signal] = new ReceiverAddress(request);
        }

        using var sender = new SpoolSender(
            spool,
            addresses,
            new ProblemNotices(_ => { }, null),
            (signal, _, _, answer) => givenUp.Add((signal, answer.Reason))
        );
        await UntilAsync(() => spool.Count == 0);
        await sender.StopAsync(TimeSpan.Zero);
        spool.Dispose();
        Assert.Equal([OtlpSignal.Logs, OtlpSignal.Traces], givenUp.Select(g => g.Item1));
    }

    [Fact]
    public void The_folder_of_refused_requests_keeps_the_newest_within_its_bounds()
    {
        var letters = new DeadLetters(_spool);
        for (var i = 0; i < DeadLetters.MaxFiles + 20; i++)
        {
            Assert.NotNull(letters.Add(OtlpSignal.Logs, [(byte)i]));
        }

        var newest = new DirectoryInfo(_spool)
            .GetFiles()
            .OrderBy(f => f.Name, StringComparer.Ordinal);
        Assert.Equal(DeadLetters.MaxFiles, newest.Count());
        letters.Add(OtlpSignal.Logs, new byte[DeadLetters.MaxBytes - 5]);
        Assert.True(
            new DirectoryInfo(_spool).GetFiles().Sum(f => f.Length) <= DeadLetters.MaxBytes
        );
        Assert.Null(letters.Add(OtlpSignal.Logs, new byte[DeadLetters.MaxBytes + 1]));
    }

    [Fact]
    public async Task Without_a_spool_nothing_is_written_and_what_is_not_taken_is_counted()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Inspect = (_, _) => Grpc(14);
        await using (
            var telemetry = RunnerTelemetry.Export(
                new RunnerTelemetryOptions { ServiceName = "blocks", Spool = false },
                Settings(receiver.Grpc, "grpc")
            )
        )
        {
            await SessionAsync(telemetry, _ => { });
            Assert.True(telemetry.LostRequests > 0);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_spool));
    }

    static RunnerSessionOptions Quiet() =>
        new() { RunnerName = "blocks", HeartbeatInterval = TimeSpan.FromHours(1) };

    static Task SessionAsync(RunnerTelemetry telemetry, Action<RunnerPhase> work) =>
        telemetry.RunSessionAsync(
            Quiet(),
            (session, stop) =>
                session.RunPhaseAsync(
                    "work",
                    (phase, _) =>
                    {
                        work(phase);
                        return Task.CompletedTask;
                    },
                    cancellationToken: stop
                ),
            Stop
        );

    static Func<HttpContext, Task> Grpc(int status) =>
        async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync();
            context.Response.AppendTrailer("grpc-status", $"{status}");
        };

    /// <summary>The checkpoints in a logs request.</summary>
    static List<string> Names(byte[] message) =>
        [
            .. new Received([], [], [ExportLogsServiceRequest.Parser.ParseFrom(message)])
                .Events()
                .Where(e => e.EventName == "runner.checkpoint")
                .Select(e => e.Attributes.Text("runner.checkpoint.name")),
        ];

    static byte[] Unframed(byte[] body) =>
        body[5..(5 + BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)))];

    static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    RunnerTelemetry Start(Uri endpoint, string protocol) =>
        RunnerTelemetry.Export("blocks", Settings(endpoint, protocol));

    IConfiguration Settings(Uri endpoint, string protocol) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.ToString()),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                new("RUNNER_TELEMETRY_SPOOL", _spool),
            ])
            .Build();

    string[] Refused() =>
        [.. Files().Where(f => f.Contains("/refused/", StringComparison.Ordinal))];

    IEnumerable<string> Waiting() =>
        Files().Where(f => f.EndsWith("Logs", StringComparison.Ordinal)).Except(Refused());

    IEnumerable<string> Files()
    {
        try
        {
            return Directory.GetFiles(_spool, "*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            // A folder that vanished while it was looked at.
            return [];
        }
    }
}

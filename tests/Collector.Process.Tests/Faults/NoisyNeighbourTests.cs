using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Logs.V1;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Faults;

/// <summary>
/// One sender misbehaves; the others are served as before, and the collector's memory stays bounded. With
/// <c>COLLECTOR_NOISE_ITEMS</c> the noise goes on for that many items, the quiet sender keeps its pace, and its answers
/// have to be quick, too.
/// </summary>
public sealed class NoisyNeighbourTests : IDisposable
{
    private const string ItemsVariable = "COLLECTOR_NOISE_ITEMS";
    private const double MaxMemoryMiB = 400;
    private static readonly TimeSpan QuietPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxQuietAnswer = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NoiseEndsWithin = TimeSpan.FromMinutes(1);
    private readonly TempFolder _folder = new();
    private int _noise;

    /// <summary>Long enough for a machine that is busy with other tests; nothing here may wait for ever.</summary>
    private static TimeSpan Deadline => TimeSpan.FromMinutes(NoisyItems is null ? 3 : 15);

    private static int QuietRequests => NoisyItems is null ? 150 : 500;

    private static int? NoisyItems =>
        Environment.GetEnvironmentVariable(ItemsVariable) is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    [Fact]
    public Task Uploads_that_stall_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            async (collector, stop) =>
            {
                using var stalled = new Stalled(collector.HttpUrl);
                for (var i = 0; i < 8; i++)
                {
                    await stalled.OpenAsync(15 * 1024 * 1024, stop);
                }

                await Task.Delay(Timeout.Infinite, stop);
            }
        );

    [Fact]
    public Task Many_connections_that_trickle_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            async (collector, stop) =>
            {
                using var stalled = new Stalled(collector.HttpUrl);
                for (var i = 0; i < 300; i++)
                {
                    await stalled.OpenAsync(400 * 1024, stop);
                }

                await Task.Delay(Timeout.Infinite, stop);
            }
        );

    [Fact]
    public Task Small_requests_that_unpack_to_millions_of_items_cost_little()
    {
        var items = new ScopeLogs();
        items.LogRecords.Add(Enumerable.Repeat(new LogRecord(), 5_000_000));
        var bomb = Gzip(
            new ExportLogsServiceRequest
            {
                ResourceLogs = { new ResourceLogs { ScopeLogs = { items } } },
            }.ToByteArray()
        );
        return AssertOthersAreServedAsync(
            (collector, stop) =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, 6)
                        .Select(_ => PostForeverAsync(collector.HttpUrl, bomb, stop))
                )
        );
    }

    [Fact]
    public Task Large_requests_one_after_the_other_do_not_add_up()
    {
        // Just under the limit of a request, in texts that are longer than what is kept of them.
        var text = new string('x', 200_000);
        return AssertOthersAreServedAsync(
            (collector, stop) =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, 2)
                        .Select(sender =>
                            FloodAsync(
                                collector,
                                i => ($"large-{sender}", $"check-{i}", "p"),
                                stop,
                                items: 85,
                                text
                            )
                        )
                ),
            items: 3_000
        );
    }

    [Fact]
    public Task Sessions_without_end_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            (collector, stop) => FloodAsync(collector, i => ($"noise-{i}", "start", ""), stop),
            items: NoisyItems
        );

    [Fact]
    public Task Phase_names_without_end_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            (collector, stop) => FloodAsync(collector, i => ("noise", "done", $"item-{i}"), stop),
            items: NoisyItems / 10
        );

    [Fact]
    public Task Checkpoints_without_end_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            (collector, stop) => FloodAsync(collector, i => ("noise", $"check-{i}", "p"), stop),
            items: NoisyItems
        );

    [Fact]
    public Task Many_connections_that_send_without_a_pause_keep_nobody_out() =>
        AssertOthersAreServedAsync(
            (collector, stop) =>
                Task.WhenAll(
                    Enumerable
                        .Range(0, 20)
                        .Select(sender =>
                            FloodAsync(
                                collector,
                                i => ($"noise-{sender}-{i % 100}", $"check-{i}", "p"),
                                stop
                            )
                        )
                ),
            items: NoisyItems
        );

    public void Dispose() => _folder.Dispose();

    /// <summary>Sends items without a pause, each told by its number.</summary>
    private async Task FloodAsync(
        CollectorProcess collector,
        Func<int, (string Session, string Name, string Phase)> item,
        CancellationToken stop,
        int items = 1_000,
        string message = ""
    )
    {
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var answer = await client.SendAsync(
                Transport.Grpc,
                OtlpSignal.Logs,
                CheckpointRequest.AsLogs(Enumerable.Range(_noise, items).Select(item), message)
            );
            Assert.True(answer.IsAcknowledged || answer.AsksToComeAgain, answer.ToString());
            Interlocked.Add(ref _noise, answer.IsAcknowledged ? items : 0);
        }
    }

    private async Task AssertOthersAreServedAsync(
        Func<CollectorProcess, CancellationToken, Task> misbehaveAsync,
        int? items = null
    )
    {
        await using var collector = await CollectorProcess.StartAsync(_folder.Store);
        using var client = new OtlpClient(collector.Grpc, collector.HttpUrl);
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger("quiet");
        // The first request of a kind waits for the connection and for code that was never run, on both sides.
        foreach (var transport in (Transport[])[Transport.Grpc, Transport.HttpProtobuf])
        {
            Assert.True((await ledger.SendAsync(client, transport, 20)).IsAcknowledged);
        }

        var begun = Stopwatch.GetTimestamp();
        var noise = misbehaveAsync(collector, stop.Token);
        var memory = 0.0;
        var answers = new List<TimeSpan>();
        for (
            var acknowledged = 0;
            acknowledged < QuietRequests || Volatile.Read(ref _noise) < items;

        )
        {
            if (noise.IsCompleted)
            {
                // A sender that gave up for want of an answer would not make noise any more.
                await noise;
                Assert.Fail("The noise ended by itself.");
            }

            Assert.True(
                Stopwatch.GetElapsedTime(begun) < Deadline,
                $"Within {Deadline} {acknowledged} of {QuietRequests} quiet requests and {_noise:N0} of {items:N0} items of noise were acknowledged.\n{collector.Output}"
            );
            var asked = Stopwatch.GetTimestamp();
            var answer = await ledger.SendAsync(
                client,
                acknowledged % 2 == 0 ? Transport.Grpc : Transport.HttpProtobuf,
                20
            );
            // Asked to retry at most as long as the others may still be quick.
            Assert.True(answer.IsAcknowledged || answer.AsksToComeAgain, answer.ToString());
            acknowledged += answer.IsAcknowledged ? 1 : 0;
            answers.Add(Stopwatch.GetElapsedTime(asked));
            memory = Math.Max(memory, collector.MemoryMiB);
            if (NoisyItems is not null)
            {
                await Task.Delay(QuietPause, TestContext.Current.CancellationToken);
            }
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            noise.WaitAsync(NoiseEndsWithin)
        );
        answers.Sort();
        var p99 = answers[answers.Count * 99 / 100];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_noise:N0} items of noise, {answers.Count:N0} quiet requests: p99 {p99.TotalMilliseconds:F0} ms, at most {answers[^1].TotalMilliseconds:F0} ms; at most {memory:F0} MiB"
        );
        Assert.InRange(memory, 0, MaxMemoryMiB);
        Assert.True(NoisyItems is null || p99 < MaxQuietAnswer, $"{p99}");
        await ledger.AssertKeptAsync(_folder.Store);
    }

    private static async Task PostForeverAsync(Uri url, byte[] body, CancellationToken stop)
    {
        using var client = new HttpClient();
        while (true)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/x-protobuf");
            content.Headers.ContentEncoding.Add("gzip");
            using var answer = await client.PostAsync(new Uri(url, "/v1/logs"), content, stop);
            Assert.NotEqual(200, (int)answer.StatusCode);
        }
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Connections that announce a body, send a part of it, and then nothing.</summary>
    private sealed class Stalled(Uri url) : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public async Task OpenAsync(int sent, CancellationToken stop)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(url.Host, url.Port, stop);
            var head =
                $"POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: {sent + 1000}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), stop);
            try
            {
                await socket.SendAsync(new byte[sent], stop);
            }
            catch (SocketException)
            {
                // Refused before it had sent all.
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}

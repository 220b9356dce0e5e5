using System.Globalization;
using System.IO.Compression;
using ProcessTests.Running;
using ProcessTests.Sending;

namespace ProcessTests.Fuzz;

/// <summary>No bytes that anybody sends end the collector, hang it, make it grow, or get an answer that is no answer.</summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private const string RequestsVariable = "COLLECTOR_FUZZ_REQUESTS";
    private const int Senders = 8;
    private const double MemoryLimitMiB = 300;
    private readonly TempFolder _folder = new();
    private CollectorProcess _collector = null!;
    private OtlpClient _client = null!;

    private static int Requests =>
        int.Parse(
            Environment.GetEnvironmentVariable(RequestsVariable) ?? "6000",
            CultureInfo.InvariantCulture
        );

    public async ValueTask InitializeAsync()
    {
        _collector = await CollectorProcess.StartAsync(_folder.Store);
        _client = new OtlpClient(_collector.Grpc, _collector.HttpUrl);
    }

    [Fact]
    public async Task Damaged_requests_get_valid_answers_and_leave_no_trace()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Requests:N0} requests, seed {seed}");
        await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(i => Task.Run(() => FuzzAsync(new Mutator(seed + i))))
        );

        Assert.True(_collector.IsRunning, _collector.Output);
        Assert.True(_collector.MemoryMiB < MemoryLimitMiB, $"{_collector.MemoryMiB:F0} MiB");
        Assert.Equal("Healthy", await _collector.HealthAsync());
        await AssertServesAsync();
        Assert.Equal("ok", Store.Check(_folder.Store));
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.HttpProtobuf)]
    [InlineData(Transport.HttpJson)]
    public async Task Values_nested_ten_thousand_deep_get_a_valid_answer(Transport transport)
    {
        var deep =
            transport == Transport.HttpJson ? Nesting.Json(10_000) : Nesting.Protobuf(10_000);

        AnswerRules.AssertValid(
            await _client.SendAsync(transport, OtlpSignal.Logs, deep),
            OtlpSignal.Logs
        );

        Assert.True(_collector.IsRunning, _collector.Output);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.HttpProtobuf)]
    public async Task A_small_request_that_unpacks_to_a_gigabyte_is_refused_as_too_large(
        Transport transport
    )
    {
        var bomb = Packed(new byte[1024 * 1024], times: 1024);
        var body = transport == Transport.Grpc ? OtlpClient.Framed(bomb, flag: 1) : bomb;

        var answer = await _client.SendRawAsync(transport, OtlpSignal.Logs, body, encoding: "gzip");

        AnswerRules.AssertValid(answer, OtlpSignal.Logs);
        Assert.True(
            transport == Transport.Grpc ? answer.GrpcStatus == "8" : answer.Http == 413,
            answer.ToString()
        );
        Assert.True(_collector.MemoryMiB < MemoryLimitMiB, $"{_collector.MemoryMiB:F0} MiB");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    private async Task FuzzAsync(Mutator mutator)
    {
        for (var i = Requests / Senders; i > 0; i--)
        {
            var transport = (Transport)mutator.Next(3);
            var signal = (OtlpSignal)mutator.Next(3);
            var whole = Seeds.Of(transport, signal);
            var message = mutator.Next(10) == 0 ? mutator.Noise() : mutator.Mutate(whole);
            string? encoding = null;
            switch (mutator.Next(10))
            {
                case 0: // Packed well.
                    (message, encoding) = (Packed(message), "gzip");
                    break;
                case 1: // Packed, then damaged.
                    (message, encoding) = (mutator.Mutate(Packed(whole)), "gzip");
                    break;
                case 2: // Said to be packed.
                    encoding = "gzip";
                    break;
            }

            var body = message;
            if (transport == Transport.Grpc)
            {
                body = OtlpClient.Framed(message, encoding is null ? (byte)0 : (byte)1);
                // The frame itself is damaged now and then.
                body = mutator.Next(10) == 0 ? mutator.Mutate(body) : body;
            }

            var answer = await _client.SendRawAsync(transport, signal, body, encoding: encoding);
            AnswerRules.AssertValid(answer, signal);
        }
    }

    private async Task AssertServesAsync()
    {
        var ledger = new Ledger("after");
        foreach (var transport in (Transport[])[Transport.Grpc, Transport.HttpProtobuf])
        {
            var answer = await ledger.SendAsync(_client, transport, 10);
            Assert.True(answer.IsAcknowledged, answer.ToString());
        }

        await ledger.AssertKeptAsync(_folder.Store);
    }

    private static byte[] Packed(byte[] content, int times = 1)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            for (; times > 0; times--)
            {
                gzip.Write(content);
            }
        }

        return stream.ToArray();
    }
}

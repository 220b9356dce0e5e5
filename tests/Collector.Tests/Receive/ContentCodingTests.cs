using System.IO.Compression;
using System.Net;
using Collector.Tests.Hosting;

namespace Collector.Tests.Receive;

/// <summary>How clients compress: every usual name, in any case, and both meanings of deflate.</summary>
public sealed class ContentCodingTests : IAsyncLifetime
{
    private static readonly byte[] Request = Google.Protobuf.MessageExtensions.ToByteArray(
        Given.Request(Given.Log("runner.session.start", 1, 0, ("session.id", Given.Session)))
    );

    private RunningCollector _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await RunningCollector.StartAsync();

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("identity, gzip")]
    [InlineData("deflate")]
    [InlineData("Deflate raw")]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("None")]
    public async Task A_usual_coding_is_read_over_http(string coding)
    {
        var answer = await SendAsync(coding.Split(" raw")[0], Pack(coding));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(_collector.Store.Events);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Another_coding_is_refused_with_those_that_are_read(string coding)
    {
        var answer = await SendAsync(coding, Request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("gzip", answer.Headers.GetValues("Accept-Encoding").Single());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    public async Task A_broken_body_is_bad_data(string coding) =>
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await SendAsync(coding, [0x78, 0x9c, 1, 2, 3, 4, 5])).StatusCode
        );

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("Gzip", 0)]
    [InlineData("deflate", 0)]
    [InlineData("snappy", 12)]
    [InlineData("identity", 12)]
    public async Task A_compressed_message_is_read_over_grpc(string encoding, int status)
    {
        var answer = await _collector.Client.GrpcAsync(
            OtlpClient.Logs,
            OtlpClient.Frame(1, Pack(encoding)),
            ("grpc-encoding", encoding)
        );

        Assert.Equal(status, answer.Status);
    }

    private static byte[] Pack(string coding)
    {
        var name = coding.ToLowerInvariant();
        if (name is "identity" or "none")
        {
            return Request;
        }

        using var packed = new MemoryStream();
        using (
            Stream packing = name switch
            {
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
                "deflate raw" => new DeflateStream(packed, CompressionLevel.Fastest),
                _ => new GZipStream(packed, CompressionLevel.Fastest),
            }
        )
        {
            packing.Write(Request);
        }

        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> SendAsync(string coding, byte[] body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(_collector.Http, "/v1/logs")
        )
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/x-protobuf");
        request.Content.Headers.TryAddWithoutValidation("content-encoding", coding);
        return await _collector.Client.Raw.SendAsync(request);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;

namespace Collector.Tests.Hosting;

/// <summary>Speaks OTLP byte by byte, so that tests can also speak it badly.</summary>
internal sealed class OtlpClient(Uri grpc, Uri http) : IDisposable
{
    public const string Traces = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    public const string Logs = "opentelemetry.proto.collector.logs.v1.LogsService/Export";
    public const string Metrics = "opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private readonly HttpClient _client = new();

    public HttpClient Raw => _client;

    public Task<GrpcAnswer> GrpcAsync(
        string method,
        IMessage message,
        bool isGzip = false,
        params (string Name, string Value)[] headers
    ) =>
        isGzip
            ? GrpcAsync(
                method,
                Frame(1, Gzip(message.ToByteArray())),
                [.. headers, ("grpc-encoding", "gzip")]
            )
            : GrpcAsync(method, Frame(0, message.ToByteArray()), headers);

    public async Task<GrpcAnswer> GrpcAsync(
        string method,
        byte[] body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(grpc, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var status = response.TrailingHeaders.TryGetValues("grpc-status", out var trailer)
            ? trailer
            : response.Headers.GetValues("grpc-status");
        response.Headers.TryGetValues("grpc-message", out var text);
        response.Headers.TryGetValues("grpc-status-details-bin", out var details);
        return new GrpcAnswer(
            int.Parse(status.Single()),
            Uri.UnescapeDataString(text?.Single() ?? ""),
            answer.Length >= 5 ? answer[5..] : [],
            details is null ? [] : FromBase64(details.Single())
        );
    }

    public Task<HttpAnswer> HttpAsync(string path, IMessage message, bool isGzip = false) =>
        HttpAsync(
            path,
            isGzip ? Gzip(message.ToByteArray()) : message.ToByteArray(),
            "application/x-protobuf",
            isGzip ? "gzip" : null
        );

    public async Task<HttpAnswer> HttpAsync(
        string path,
        byte[] body,
        string contentType,
        string? encoding = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http, path))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return new HttpAnswer(
            response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.RetryAfter?.Delta
        );
    }

    public async Task<JsonElement> StatusAsync()
    {
        var text = await _client.GetStringAsync(new Uri(http, "/status"));
        return JsonDocument.Parse(text).RootElement;
    }

    public static byte[] Frame(byte flag, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public void Dispose() => _client.Dispose();

    private static byte[] FromBase64(string text) =>
        Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}

/// <summary>A gRPC answer.</summary>
internal sealed record GrpcAnswer(int Status, string Message, byte[] Body, byte[] Details);

/// <summary>An HTTP answer.</summary>
internal sealed record HttpAnswer(
    HttpStatusCode Status,
    string? ContentType,
    byte[] Body,
    TimeSpan? RetryAfter
);

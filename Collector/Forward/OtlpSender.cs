using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Collector.Receive;

namespace Collector.Forward;

/// <summary>What became of one attempt.</summary>
internal enum SendResult
{
    Delivered,

    /// <summary>Not now; the same request may be taken later.</summary>
    Retryable,

    /// <summary>Never.</summary>
    Refused,
}

/// <summary>Sends protobuf requests to one endpoint, over gRPC or HTTP. Never throws for what the other side does.</summary>
internal sealed class OtlpSender : IDisposable
{
    private const int PrefixLength = 5;

    private readonly HttpClient client;
    private readonly TargetOptions target;
    private readonly bool isGrpc;

    public OtlpSender(TargetOptions target, ForwardOptions options)
    {
        this.target = target;
        isGrpc = target.Protocol == "grpc";
        // What is forwarded is not itself traced: its spans would be forwarded in turn.
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        client = new HttpClient(handler) { Timeout = options.Timeout };
    }

    /// <summary>The address for people: without user, password and query, which may be secret.</summary>
    public string Name =>
        new Uri(target.Endpoint).GetComponents(
            UriComponents.SchemeAndServer | UriComponents.Path,
            UriFormat.UriEscaped
        );

    public async Task<SendResult> TrySendAsync(
        Signal signal,
        ReadOnlyMemory<byte> message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = NewRequest(signal, message);
            using var response = await client.SendAsync(request, cancellationToken);
            return isGrpc ? OfGrpc(response) : OfHttp(response.StatusCode);
        }
        catch (HttpRequestException)
        {
            return SendResult.Retryable;
        }
        catch (IOException)
        {
            return SendResult.Retryable;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Retryable;
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage NewRequest(Signal signal, ReadOnlyMemory<byte> message)
    {
        var paths = SignalPaths.All.First(path => path.Signal == signal);
        var root = target.Endpoint.TrimEnd('/');
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            root + (isGrpc ? paths.Grpc : paths.Http)
        )
        {
            Content = isGrpc ? new FramedContent(message) : new ReadOnlyMemoryContent(message),
            Version = isGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = isGrpc
                ? HttpVersionPolicy.RequestVersionExact
                : HttpVersionPolicy.RequestVersionOrHigher,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            isGrpc ? "application/grpc" : "application/x-protobuf"
        );
        if (isGrpc)
        {
            request.Headers.TE.ParseAdd("trailers");
        }

        foreach (var (name, value) in target.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static SendResult OfGrpc(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return OfHttp(response.StatusCode);
        }

        var found =
            response.TrailingHeaders.TryGetValues("grpc-status", out var values)
            || response.Headers.TryGetValues("grpc-status", out values);
        return found ? OfGrpcStatus(values!.First()) : SendResult.Refused;
    }

    // The codes that OTLP names as retryable; RESOURCE_EXHAUSTED only comes with a promise that few receivers give.
    private static SendResult OfGrpcStatus(string status) =>
        status switch
        {
            "0" => SendResult.Delivered,
            "1" or "4" or "10" or "11" or "14" or "15" => SendResult.Retryable,
            _ => SendResult.Refused,
        };

    private static SendResult OfHttp(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => SendResult.Delivered,
            429 or 502 or 503 or 504 => SendResult.Retryable,
            _ => SendResult.Refused,
        };

    /// <summary>A message behind gRPC's five bytes: not compressed, and its length.</summary>
    private sealed class FramedContent(ReadOnlyMemory<byte> message) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context
        )
        {
            var prefix = new byte[PrefixLength];
            BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
            await stream.WriteAsync(prefix);
            await stream.WriteAsync(message);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = PrefixLength + message.Length;
            return true;
        }
    }
}

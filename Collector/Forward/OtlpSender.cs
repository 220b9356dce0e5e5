using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Collector.Receive;
using Otlp.Transmission;

namespace Collector.Forward;

/// <summary>Sends protobuf requests to one endpoint, over gRPC or HTTP. Never throws for what the other side does.</summary>
internal sealed class OtlpSender : IDisposable
{
    private const int PrefixLength = 5;

    private readonly HttpClient _client;
    private readonly TargetOptions _target;
    private readonly bool _isGrpc;

    public OtlpSender(TargetOptions target, ForwardOptions options)
    {
        _target = target;
        _isGrpc = target.Protocol == "grpc";
        // What is forwarded is not itself traced: its spans would be forwarded in turn.
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = options.Timeout };
    }

    /// <summary>The address for people: without user, password and query, which may be secret.</summary>
    public string Name =>
        new Uri(_target.Endpoint).GetComponents(
            UriComponents.SchemeAndServer | UriComponents.Path,
            UriFormat.UriEscaped
        );

    public async Task<DeliveryAnswer> SendAsync(
        Signal signal,
        ReadOnlyMemory<byte> message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = NewRequest(signal, message);
            using var response = await _client.SendAsync(request, cancellationToken);
            return _isGrpc ? OfGrpc(response) : OfHttp(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeliveryPolicy.OfNoAnswer("timed out");
        }
        // Also what nobody has foreseen: an exception here would end the forwarding for ever.
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return DeliveryPolicy.OfNoAnswer(fault.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage NewRequest(Signal signal, ReadOnlyMemory<byte> message)
    {
        var paths = SignalPaths.All.First(path => path.Signal == signal);
        var root = _target.Endpoint.TrimEnd('/');
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            root + (_isGrpc ? paths.Grpc : paths.Http)
        )
        {
            Content = _isGrpc ? new FramedContent(message) : new ReadOnlyMemoryContent(message),
            Version = _isGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = _isGrpc
                ? HttpVersionPolicy.RequestVersionExact
                : HttpVersionPolicy.RequestVersionOrHigher,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            _isGrpc ? "application/grpc" : "application/x-protobuf"
        );
        if (_isGrpc)
        {
            request.Headers.TE.ParseAdd("trailers");
        }

        foreach (var (name, value) in _target.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static DeliveryAnswer OfHttp(HttpResponseMessage response) =>
        DeliveryPolicy.OfHttp(response.StatusCode, response.Headers.RetryAfter?.Delta);

    private static DeliveryAnswer OfGrpc(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return OfHttp(response);
        }

        return Trailer(response, "grpc-status") is { } status
            ? DeliveryPolicy.OfGrpc(
                status,
                RetryInfo.Read(Trailer(response, "grpc-status-details-bin"))
            )
            : new(Delivery.GiveUp, "no gRPC status");
    }

    private static string? Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values)
        || response.Headers.TryGetValues(name, out values)
            ? values.First()
            : null;

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

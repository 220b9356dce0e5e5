using System.Net;
using System.Net.Http.Headers;
using Load.Payload;

namespace Load.Send;

/// <summary>One connection: several requests under way over HTTP/2, one over HTTP/1.1.</summary>
public sealed class Sender : IDisposable
{
    private static readonly MediaTypeHeaderValue GrpcType = new("application/grpc");
    private static readonly MediaTypeHeaderValue ProtobufType = new("application/x-protobuf");
    private readonly Protocol _protocol;
    private readonly Uri _address;
    private readonly string[]? _header;
    private readonly HttpMessageInvoker _client;

    public Sender(Protocol protocol, Uri address, string? header)
    {
        _protocol = protocol;
        _address = address;
        _header = header?.Split('=', 2);
        _client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                // A propagated traceparent would be work that no exporter asks for.
                ActivityHeadersPropagator = null,
                MaxConnectionsPerServer = 1,
                EnableMultipleHttp2Connections = false,
            }
        );
    }

    public async ValueTask<Acknowledgement> SendAsync(
        RequestTemplate request,
        CancellationToken cancellationToken
    )
    {
        var grpc = _protocol == Protocol.Grpc;
        using var message = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(_address, grpc ? request.GrpcPath : request.HttpPath)
        );
        message.Version = grpc ? HttpVersion.Version20 : HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Content = new ReadOnlyMemoryContent(grpc ? request.Framed : request.Message);
        message.Content.Headers.ContentType = grpc ? GrpcType : ProtobufType;
        if (grpc)
        {
            message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        }

        if (_header is [var name, var value])
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return new Acknowledgement($"HTTP {(int)response.StatusCode}", 0);
            }

            return grpc ? Grpc(response, body) : Acknowledgement.FromResponse(body);
        }
        catch (HttpRequestException e)
        {
            return new Acknowledgement(e.HttpRequestError.ToString(), 0);
        }
    }

    public void Dispose() => _client.Dispose();

    private static Acknowledgement Grpc(HttpResponseMessage response, byte[] body)
    {
        // A call refused before any message has its status among the headers.
        if (
            !response.TrailingHeaders.TryGetValues("grpc-status", out var status)
            && !response.Headers.TryGetValues("grpc-status", out status)
        )
        {
            return new Acknowledgement("no grpc-status", 0);
        }

        var code = status.First();
        return code == "0"
            ? Acknowledgement.FromResponse(
                body.AsSpan(Math.Min(body.Length, RequestTemplate.GrpcPrefix))
            )
            : new Acknowledgement($"gRPC {code}", 0);
    }
}

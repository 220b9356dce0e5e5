using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace ProcessTests.Sending;

/// <summary>Sends bytes exactly as given, so that wrong ones can be sent too. Thread-safe.</summary>
internal sealed class OtlpClient(Uri grpc, Uri http) : IDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }
    );

    /// <summary>A well-formed request around the message.</summary>
    public Task<Answer> SendAsync(Transport transport, OtlpSignal signal, byte[] message) =>
        SendRawAsync(transport, signal, transport == Transport.Grpc ? Framed(message) : message);

    /// <summary>The body as it is, with any content type and encoding.</summary>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<Answer> SendRawAsync(
        Transport transport,
        OtlpSignal signal,
        byte[] body,
        string? contentType = null,
        string? encoding = null
    )
    {
        var isGrpc = transport == Transport.Grpc;
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(isGrpc ? grpc : http, OtlpPaths.Of(transport, signal))
        )
        {
            Version = isGrpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            contentType
                ?? transport switch
                {
                    Transport.Grpc => "application/grpc",
                    Transport.HttpJson => "application/json",
                    _ => "application/x-protobuf",
                }
        );
        if (isGrpc)
        {
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        }

        if (encoding is not null && isGrpc)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }
        else if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var limit = new CancellationTokenSource(AnswersWithin);
        try
        {
            return await AnswerAsync(request, transport, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Not a cancellation: a test whose sender gets no answer has failed.
            throw new TimeoutException(
                $"No answer to {body.Length} bytes of {signal} over {transport} within {AnswersWithin}."
            );
        }
    }

    public static byte[] Framed(byte[] message, byte flag = 0)
    {
        var framed = new byte[5 + message.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> AnswerAsync(
        HttpRequestMessage request,
        Transport transport,
        CancellationToken cancellation
    )
    {
        using var response = await _client.SendAsync(request, cancellation);
        return new Answer
        {
            Transport = transport,
            Http = (int)response.StatusCode,
            Body = await response.Content.ReadAsByteArrayAsync(cancellation),
            ContentType = response.Content.Headers.ContentType?.MediaType,
            GrpcStatus =
                Header(response.TrailingHeaders, "grpc-status")
                ?? Header(response.Headers, "grpc-status"),
            GrpcDetails = FromUnpaddedBase64(Header(response.Headers, "grpc-status-details-bin")),
            RetryAfter = Header(response.Headers, "Retry-After"),
        };
    }

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;

    private static byte[]? FromUnpaddedBase64(string? text) =>
        text is null
            ? null
            : Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}

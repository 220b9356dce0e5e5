using System.Net;
using System.Net.Http.Headers;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>Where and how requests of one signal are sent, learned from a request of the exporter. Kept in memory only: its
/// headers may hold a key.</summary>
sealed class ReceiverAddress
{
    readonly HttpMethod _method;
    readonly Uri _uri;
    readonly Version _version;
    readonly HttpVersionPolicy _policy;
    readonly List<KeyValuePair<string, IEnumerable<string>>> _headers;
    readonly List<KeyValuePair<string, IEnumerable<string>>> _contentHeaders;

    public ReceiverAddress(HttpRequestMessage request)
    {
        _method = request.Method;
        _uri = request.RequestUri!;
        _version = request.Version;
        _policy = request.VersionPolicy;
        _headers = [.. request.Headers];
        _contentHeaders = [.. request.Content!.Headers.Where(h => h.Key != "Content-Length")];
        IsGrpc = request.Content.Headers.ContentType?.MediaType == "application/grpc";
        Codec = new BodyCodec(
            IsGrpc,
            IsGrpc
                ? Names(request.Headers, "grpc-encoding").Contains("gzip")
                : request.Content.Headers.ContentEncoding.Contains("gzip")
        );
    }

    public bool IsGrpc { get; }

    /// <summary>Where to, without what a user may have put there as a secret.</summary>
    public string Endpoint => $"{_uri.Scheme}://{_uri.Authority}";

    /// <summary>How bodies of these requests carry their message.</summary>
    public BodyCodec Codec { get; }

    public HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(_method, _uri)
        {
            Version = _version,
            VersionPolicy = _policy,
            Content = new ByteArrayContent(body),
        };
        Copy(_headers, request.Headers);
        Copy(_contentHeaders, request.Content.Headers);
        return request;
    }

    /// <summary>What a receiver answers when all went well.</summary>
    public HttpResponseMessage Success()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Version = _version };
        if (IsGrpc)
        {
            // An uncompressed message of no length.
            answer.Content = new ByteArrayContent(new byte[5]);
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            answer.TrailingHeaders.Add("grpc-status", "0");
        }
        else
        {
            answer.Content = new ByteArrayContent([]);
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        }

        return answer;
    }

    static IEnumerable<string> Names(HttpHeaders headers, string header) =>
        headers.TryGetValues(header, out var values) ? values : [];

    static void Copy(List<KeyValuePair<string, IEnumerable<string>>> from, HttpHeaders to)
    {
        foreach (var (name, values) in from)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}

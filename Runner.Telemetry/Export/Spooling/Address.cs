using System.Net;
using System.Net.Http.Headers;

namespace Runner.Telemetry.Export.Spooling;

/// <summary>Where and how requests of one signal are sent, learned from a request of the exporter. Kept in memory only: its
/// headers may hold a key.</summary>
sealed class Address
{
    readonly HttpMethod method;
    readonly Uri uri;
    readonly Version version;
    readonly HttpVersionPolicy policy;
    readonly List<KeyValuePair<string, IEnumerable<string>>> headers;
    readonly List<KeyValuePair<string, IEnumerable<string>>> contentHeaders;

    public Address(HttpRequestMessage request)
    {
        method = request.Method;
        uri = request.RequestUri!;
        version = request.Version;
        policy = request.VersionPolicy;
        headers = [.. request.Headers];
        contentHeaders = [.. request.Content!.Headers.Where(h => h.Key != "Content-Length")];
        IsGrpc = request.Content.Headers.ContentType?.MediaType == "application/grpc";
    }

    public bool IsGrpc { get; }

    public HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(method, uri)
        {
            Version = version,
            VersionPolicy = policy,
            Content = new ByteArrayContent(body),
        };
        Copy(headers, request.Headers);
        Copy(contentHeaders, request.Content.Headers);
        return request;
    }

    /// <summary>What a receiver answers when all went well.</summary>
    public HttpResponseMessage Success()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Version = version };
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

    static void Copy(List<KeyValuePair<string, IEnumerable<string>>> from, HttpHeaders to)
    {
        foreach (var (name, values) in from)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}

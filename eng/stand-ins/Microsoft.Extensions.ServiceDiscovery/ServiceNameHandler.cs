using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>
/// Sends a request to <c>http://NAME</c> where the configuration has <c>services:NAME:http:0</c>, and one to
/// <c>http://_ENDPOINT.NAME</c> where it has <c>services:NAME:ENDPOINT:0</c>. What is not configured stays as it is.
/// </summary>
sealed class ServiceNameHandler(IConfiguration configuration) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.RequestUri is { IsAbsoluteUri: true } uri && Find(uri) is { } address)
        {
            request.RequestUri = new Uri(new Uri(address), uri.PathAndQuery);
        }
        return base.SendAsync(request, cancellationToken);
    }

    string? Find(Uri uri)
    {
        // http+https: the schemes that will do, in order of preference.
        var schemes = uri.Scheme.Split('+');
        var (endpoints, service) =
            uri.Host.StartsWith('_') && uri.Host.IndexOf('.') is > 1 and var dot
                ? ([uri.Host[1..dot]], uri.Host[(dot + 1)..])
                : (schemes, uri.Host);
        return endpoints
            .Select(endpoint => configuration[$"services:{service}:{endpoint}:0"])
            .FirstOrDefault(address => address is not null);
    }
}

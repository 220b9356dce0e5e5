using System.Security.Cryptography;
using System.Text;

namespace Collector.Receive;

/// <summary>Whether a request may come in. The comparison takes as long for a wrong key as for the right one.</summary>
internal sealed class ApiKey(ReceiveOptions options)
{
    private const string Header = "x-otlp-api-key";
    private const string Bearer = "Bearer ";

    private readonly byte[]? _expected = string.IsNullOrEmpty(options.ApiKey)
        ? null
        : Digest(options.ApiKey);

    public bool Admits(IHeaderDictionary headers)
    {
        if (_expected is null)
        {
            return true;
        }

        var key = headers[Header].ToString();
        var authorization = headers.Authorization.ToString();
        if (key.Length == 0 && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            key = authorization[Bearer.Length..].Trim();
        }

        // Digests have one length, so that the key's own length is not told either.
        return CryptographicOperations.FixedTimeEquals(Digest(key), _expected);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

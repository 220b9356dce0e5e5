using System.Security.Cryptography;
using System.Text;

namespace Collector.Receive;

/// <summary>
/// Whether a request may come in. The comparison takes as long for a wrong key as for the right one. Wrong keys are not
/// limited by rate: a key of 16 characters is not guessed, and a limit would let one sender that is set up wrongly keep
/// out the others behind its address.
/// </summary>
internal sealed class ApiKey(ReceiveOptions options)
{
    private const int MinLength = 16;
    private const string Header = "x-otlp-api-key";
    private const string Bearer = "Bearer ";

    private readonly byte[]? _expected = string.IsNullOrEmpty(options.ApiKey)
        ? null
        : Digest(Checked(options.ApiKey));

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

    private static string Checked(string key) =>
        key.Length >= MinLength && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw new ConfigurationException(
                $"Receive:ApiKey needs at least {MinLength} characters, all of them visible ASCII without spaces, for "
                    + "senders put it into a header. Make one with 'openssl rand -hex 16'."
            );

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

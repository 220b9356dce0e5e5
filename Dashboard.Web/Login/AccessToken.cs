using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Login;

/// <summary>What a reader has to know to see anything. Only its hash is kept.</summary>
internal sealed class AccessToken
{
    public const string Key = "Dashboard:Token";

    private const int MinLength = 16;

    private readonly byte[] _hash;

    private AccessToken(string text) => _hash = Hash(text);

    /// <returns>Null when none is configured: then nobody is asked.</returns>
    /// <exception cref="ConfigurationException">It is too short, or no header could carry it.</exception>
    public static AccessToken? From(IConfiguration configuration)
    {
        if (configuration[Key] is not { } text)
        {
            return null;
        }

        // An empty one is refused, not ignored: a variable that was not set must not open the dashboard to everybody.
        return text.Length >= MinLength && text.All(c => c is > ' ' and <= '~')
            ? new AccessToken(text)
            : throw new ConfigurationException(
                $"{Key} needs at least {MinLength} characters, all of them visible ASCII without spaces, for programs "
                    + "send it in a header. Make one with 'openssl rand -hex 16', or leave the key out to ask nobody."
            );
    }

    /// <summary>In the same time whatever is given.</summary>
    public bool Is(string? given) =>
        CryptographicOperations.FixedTimeEquals(_hash, Hash(given ?? ""));

    /// <summary>A key that only who knows the token can make. Slow, so that a cookie does not tell a weak token.</summary>
    public byte[] DeriveKey(string purpose, int bytes) =>
        Rfc2898DeriveBytes.Pbkdf2(
            _hash,
            Encoding.UTF8.GetBytes(purpose),
            iterations: 210_000,
            HashAlgorithmName.SHA512,
            bytes
        );

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

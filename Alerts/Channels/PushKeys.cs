using System.Buffers.Text;
using System.Security.Cryptography;

namespace Alerts.Channels;

/// <summary>The keys by which push services know a sender (VAPID, RFC 8292): P-256, base64url.</summary>
internal static class PushKeys
{
    private const int PublicBytes = 65;
    private const int PrivateBytes = 32;
    private const int SecretBytes = 16;

    public static (string Public, string Private) New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return (
            Base64Url.EncodeToString([4, .. parameters.Q.X!, .. parameters.Q.Y!]),
            Base64Url.EncodeToString(parameters.D)
        );
    }

    /// <summary>Whether it is a point of the curve.</summary>
    public static bool IsPublic(string? text)
    {
        if (Bytes(text) is not { Length: PublicBytes } bytes || bytes[0] != 4)
        {
            return false;
        }

        try
        {
            using var key = ECDiffieHellman.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] },
                }
            );
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static bool IsPrivate(string? text) => Bytes(text) is { Length: PrivateBytes };

    public static bool IsSecret(string? text) => Bytes(text) is { Length: SecretBytes };

    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is null ? null : Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Collector.Commands;

/// <summary>The name of a session's files: its id, escaped so that it leads nowhere else, and short enough for any file system.</summary>
internal static class ExportName
{
    // File systems take 255 bytes; the endings, of the partial file too, need some of them.
    private const int MaxLength = 200;
    private const int HashLength = 16;

    public static string Of(string session)
    {
        var name = Uri.EscapeDataString(session);
        if (name.Length <= MaxLength)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)));
        return $"{name[..(MaxLength - HashLength - 1)]}~{hash[..HashLength]}";
    }
}

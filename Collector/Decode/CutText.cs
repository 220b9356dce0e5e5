using System.Text;

namespace Collector.Decode;

/// <summary>Text that is kept up to a bound.</summary>
internal static class CutText
{
    /// <summary>The text of UTF-8 bytes, up to so many of them; what is no UTF-8 becomes U+FFFD, what is cut ends in "…".</summary>
    public static string Of(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length <= maxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var end = maxBytes;
        // Not within a character: its further bytes are 10xxxxxx.
        while (end > maxBytes - 4 && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(utf8[..end]) + "…";
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Collector.Receive.Json;

/// <summary>
/// Reads the text of a JSON token. What is not Unicode (an emoji that an SDK cut in half, bytes that are no UTF-8)
/// becomes U+FFFD, as it does in protobuf, and does not cost its neighbours.
/// </summary>
internal static class JsonText
{
    public static string Get(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Repaired(reader.ValueSpan);
        }
    }

    public static void Copy(ref Utf8JsonReader reader, GrowingBuffer into)
    {
        try
        {
            // Unescaped, a text is never longer than it stands in the JSON.
            into.Advance(reader.CopyString(into.Room(reader.ValueSpan.Length + 1).Span));
        }
        catch (InvalidOperationException)
        {
            into.Write(Encoding.UTF8.GetBytes(Repaired(reader.ValueSpan)));
        }
    }

    /// <summary>Unescapes a text that the JSON reader has found well formed; half a surrogate pair stays as it is.</summary>
    private static string Repaired(ReadOnlySpan<byte> escaped)
    {
        var text = Encoding.UTF8.GetString(escaped);
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                plain.Append(
                    (char)
                        int.Parse(
                            text.AsSpan(i + 1, 4),
                            NumberStyles.HexNumber,
                            CultureInfo.InvariantCulture
                        )
                );
                i += 4;
            }
            else
            {
                plain.Append(
                    text[i] switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'b' => '\b',
                        'f' => '\f',
                        var itself => itself,
                    }
                );
            }
        }

        // Going through UTF-8 turns what has no partner into U+FFFD.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(plain.ToString()));
    }
}

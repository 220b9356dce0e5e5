using System.Text;
using System.Text.Json;
using Collector.Decode;

namespace Collector.Project;

/// <summary>A log record's body in words, whatever its type.</summary>
internal static class LogBody
{
    // What libraries call the text of a structured record, by rank.
    private static readonly byte[][] TextKeys =
    [
        "message"u8.ToArray(),
        "msg"u8.ToArray(),
        "text"u8.ToArray(),
        "body"u8.ToArray(),
    ];

    /// <summary>The text; of a map its message where it has one. Null when there is nothing to show.</summary>
    /// <param name="body">The body.</param>
    /// <param name="free">The record's details, which hold a structured body as JSON.</param>
    public static string? ToText(AnyValueMessage body, string? free) =>
        body.Kind switch
        {
            ValueKind.Text when body.Bytes.IsEmpty => null,
            ValueKind.Text => CutText.Of(body.Bytes, AttributeReader.MaxMessageBytes),
            ValueKind.Map => MessageOf(body.Bytes) ?? JsonOf(free),
            ValueKind.Array => JsonOf(free),
            ValueKind.Bytes => Convert.ToBase64String(
                body.Bytes[..Math.Min(body.Bytes.Length, AttributeReader.MaxMessageBytes / 4 * 3)]
            ),
            _ => TypedValue.ToText(body),
        };

    private static string? MessageOf(ReadOnlySpan<byte> map)
    {
        foreach (var key in TextKeys)
        {
            foreach (var entry in new AttributeList(map, AttributeList.FirstField))
            {
                if (
                    entry.Key.SequenceEqual(key)
                    && entry.Value is { Kind: ValueKind.Text, Bytes.IsEmpty: false } text
                )
                {
                    return CutText.Of(text.Bytes, AttributeReader.MaxMessageBytes);
                }
            }
        }

        return null;
    }

    private static string? JsonOf(string? free)
    {
        if (free is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(free);
        return document.RootElement.TryGetProperty("body", out var body)
            ? CutText.Of(Encoding.UTF8.GetBytes(body.GetRawText()), AttributeReader.MaxMessageBytes)
            : null;
    }
}

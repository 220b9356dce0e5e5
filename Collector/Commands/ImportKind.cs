using System.Text.Json;
using Sessions;

namespace Collector.Commands;

/// <summary>What a file to be imported holds; in the order in which several are imported.</summary>
internal enum ImportKind
{
    Otlp,
    Events,

    /// <summary>Last: it adds what the events do not say already.</summary>
    Summary,
}

/// <summary>Tells by a file's content what it holds.</summary>
internal static class ImportKinds
{
    private const int Longest = LineReader.MaxLength;

    /// <summary>By the first object's own keys, whether it stands on one line or, as a summary may, on many.</summary>
    public static ImportKind Of(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[(int)Math.Min(file.Length, Longest)];
        file.ReadExactly(start);
        ReadOnlySpan<byte> text = start is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : start;
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            while (
                reader.Read()
                && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
            )
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    if (OtlpImport.SignalOf(reader.ValueSpan) is not null)
                    {
                        return ImportKind.Otlp;
                    }

                    if (reader.ValueTextEquals("session_start"u8))
                    {
                        return ImportKind.Summary;
                    }
                }
            }
        }
        catch (JsonException)
        {
            // Not even the first line is valid; the import then names the error of each line.
        }

        return ImportKind.Events;
    }
}

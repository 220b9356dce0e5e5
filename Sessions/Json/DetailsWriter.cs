using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sessions;

/// <summary>Puts together <see cref="SessionEvent.Details"/>: the text of one JSON object without blanks, no key twice.</summary>
internal sealed class DetailsWriter
{
    /// <summary>As the collector writes them, so that the same attributes give the same text on either way.</summary>
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly OrderedDictionary<string, JsonElement> _fields = [];

    /// <summary>Adds what is left over; the first to claim a key keeps it.</summary>
    public void Add(IReadOnlyDictionary<string, JsonElement>? leftOver)
    {
        if (leftOver is null)
        {
            return;
        }

        foreach (var (key, value) in leftOver)
        {
            _fields.TryAdd(key, value);
        }
    }

    /// <summary>The text of one object's fields; null when there are none.</summary>
    public static string? ToText(IReadOnlyDictionary<string, JsonElement>? fields)
    {
        var writer = new DetailsWriter();
        writer.Add(fields);
        return writer.ToText(("", null));
    }

    /// <summary>The text; null when there is nothing.</summary>
    /// <param name="nested">An object to be kept whole under a key of its own, with what is left of it.</param>
    public string? ToText((string Key, IReadOnlyDictionary<string, JsonElement>? Fields) nested)
    {
        var keep = nested.Fields is { Count: > 0 } && !_fields.ContainsKey(nested.Key);
        if (_fields.Count == 0 && !keep)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            Write(writer, _fields);
            if (keep)
            {
                writer.WriteStartObject(nested.Key);
                Write(writer, nested.Fields!);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(
        Utf8JsonWriter writer,
        IReadOnlyDictionary<string, JsonElement> fields
    )
    {
        foreach (var (key, value) in fields)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Collector.Decode;

/// <summary>Writes the attributes that have no field of their own as the text of one JSON object. Not thread-safe.</summary>
internal sealed class DetailsJson(Interner interner) : IDisposable
{
    /// <summary>Arrays and maps in each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest text that becomes part of an event.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth + 1,
        // An attribute that comes twice is kept once at the top; below it is passed on as it came.
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer = new(Stream.Null, Options);
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>The free attributes as JSON; null when there is none.</summary>
    /// <param name="attributes">All attributes.</param>
    /// <param name="problem">Set when they break a bound; the text is then null.</param>
    public string? Write(AttributeList attributes, ref string? problem)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        keys.Clear();
        writer.WriteStartObject();
        foreach (var attribute in attributes)
        {
            if (KnownNames.Of(attribute.Key) != KnownName.None)
            {
                continue;
            }

            var key = interner.Text(attribute.Key);
            if (!keys.Add(key))
            {
                continue;
            }

            writer.WritePropertyName(key);
            if (
                !TryWriteValue(attribute.Value, 1)
                || writer.BytesCommitted + writer.BytesPending > MaxBytes
            )
            {
                problem ??=
                    $"{key}: attributes deeper than {MaxDepth} levels or longer than {MaxBytes} bytes";
                return null;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return keys.Count == 0 ? null : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public void Dispose() => writer.Dispose();

    private bool TryWriteValue(AnyValueMessage value, int depth)
    {
        if (depth > MaxDepth || value.Bytes.Length > MaxBytes)
        {
            return false;
        }

        switch (value.Kind)
        {
            case ValueKind.Text when Utf8.IsValid(value.Bytes):
                writer.WriteStringValue(value.Bytes);
                return true;
            case ValueKind.Text:
                writer.WriteStringValue(Encoding.UTF8.GetString(value.Bytes));
                return true;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.Bool);
                return true;
            case ValueKind.Int:
                writer.WriteNumberValue(value.Int);
                return true;
            case ValueKind.Double when double.IsFinite(value.Double):
                writer.WriteNumberValue(value.Double);
                return true;
            case ValueKind.Double:
                writer.WriteStringValue(
                    double.IsNaN(value.Double) ? "NaN"
                    : value.Double > 0 ? "Infinity"
                    : "-Infinity"
                );
                return true;
            case ValueKind.Bytes:
                writer.WriteBase64StringValue(value.Bytes);
                return true;
            case ValueKind.Array:
                return TryWriteArray(value.Bytes, depth);
            case ValueKind.Map:
                return TryWriteMap(value.Bytes, depth);
            default:
                writer.WriteNullValue();
                return true;
        }
    }

    private bool TryWriteArray(ReadOnlySpan<byte> message, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in new AnyValueList(message))
        {
            if (!TryWriteValue(item, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private bool TryWriteMap(ReadOnlySpan<byte> message, int depth)
    {
        writer.WriteStartObject();
        foreach (var entry in new AttributeList(message, AttributeList.FirstField))
        {
            writer.WritePropertyName(interner.Text(entry.Key));
            if (!TryWriteValue(entry.Value, depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }
}

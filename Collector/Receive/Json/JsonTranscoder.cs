using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using Collector.Decode;

namespace Collector.Receive.Json;

/// <summary>
/// Rewrites an OTLP/JSON request as the protobuf that it stands for, so that there is one way through decoding,
/// projection and forwarding. Unknown keys are passed over; null is absent.
/// </summary>
internal static class JsonTranscoder
{
    // AnyValue, arrayValue, values, object: four levels for each level of a nested attribute.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 160 };

    /// <returns>A warning for the client when nothing was read of a request that is not empty.</returns>
    /// <exception cref="RefusedException">It is no such JSON, or too large.</exception>
    public static string? Transcode(Signal signal, ReadOnlySpan<byte> json, GrowingBuffer into)
    {
        var schema = Schema(signal);
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            reader.Read();
            var unknown = Message(ref reader, schema, into, "request");
            if (reader.Read())
            {
                throw Malformed("request", "one JSON object");
            }

            return into.Length == 0 && unknown is not null ? Unread(signal, unknown) : null;
        }
        // Also for text that is no valid UTF-8 or UTF-16, and for numbers that do not fit.
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            throw new RefusedException(
                Outcome.Malformed($"The body is no valid JSON: {bad.Message}")
            );
        }
    }

    private static JsonSchema Schema(Signal signal) =>
        signal switch
        {
            Signal.Traces => TraceSchemas.Request,
            Signal.Logs => LogSchemas.Request,
            _ => MetricSchemas.Request,
        };

    private static string Unread(Signal signal, string unknown)
    {
        foreach (var (other, _, path) in SignalPaths.All)
        {
            if (other != signal && Schema(other).Find(unknown) is not null)
            {
                throw new RefusedException(
                    Outcome.Malformed(
                        $"The request holds {unknown}: send it to {path}, not to the path of {signal.ToString().ToLowerInvariant()}."
                    )
                );
            }
        }

        return $"Nothing was read: the request has no resource of {signal.ToString().ToLowerInvariant()}, but '{unknown}'.";
    }

    /// <returns>The first field that is unknown, if there is one.</returns>
    private static string? Message(
        ref Utf8JsonReader reader,
        JsonSchema schema,
        GrowingBuffer into,
        string name
    )
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed(name, "an object");
        }

        string? unknown = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = JsonText.Get(ref reader);
            reader.Read();
            if (schema.Find(key) is not { } field)
            {
                unknown ??= key;
                reader.Skip();
            }
            else if (field.IsRepeated)
            {
                Array(ref reader, field, into, key);
            }
            else
            {
                Value(ref reader, field, into, key);
            }
        }

        return unknown;
    }

    private static void Array(
        ref Utf8JsonReader reader,
        JsonField field,
        GrowingBuffer into,
        string name
    )
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Malformed(name, "an array");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Value(ref reader, field, into, name);
        }
    }

    private static void Value(
        ref Utf8JsonReader reader,
        JsonField field,
        GrowingBuffer into,
        string name
    )
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        switch (field.Kind)
        {
            case JsonKind.Message:
                var message = Begin(field, into);
                Message(ref reader, field.Message!(), into, name);
                End(message, into);
                break;
            case JsonKind.Text:
                var text = Begin(field, into);
                RequireText(ref reader, name);
                JsonText.Copy(ref reader, into);
                End(text, into);
                break;
            case JsonKind.Hex:
                Bytes(field, Hex(ref reader, name), into);
                break;
            case JsonKind.Base64:
                RequireText(ref reader, name);
                Bytes(
                    field,
                    reader.TryGetBytesFromBase64(out var bytes)
                        ? bytes
                        : throw Malformed(name, "base64"),
                    into
                );
                break;
            case JsonKind.Bool:
                Tag(field, WireTag.Varint, into);
                Varint(
                    reader.TokenType switch
                    {
                        JsonTokenType.True => 1,
                        JsonTokenType.False => 0,
                        JsonTokenType.String when reader.ValueTextEquals("true"u8) => 1,
                        JsonTokenType.String when reader.ValueTextEquals("false"u8) => 0,
                        _ => throw Malformed(name, "true or false"),
                    },
                    into
                );
                break;
            case JsonKind.Varint:
                Tag(field, WireTag.Varint, into);
                Varint((ulong)Integer(ref reader, name), into);
                break;
            case JsonKind.Enum:
                // A name that is unknown is as good as none: the value stays unspecified.
                if (EnumValue(ref reader, field, name) is >= 0 and var value)
                {
                    Tag(field, WireTag.Varint, into);
                    Varint((ulong)value, into);
                }

                break;
            case JsonKind.ZigZag:
                Tag(field, WireTag.Varint, into);
                var number = Integer(ref reader, name);
                Varint((ulong)(number << 1 ^ number >> 63), into);
                break;
            case JsonKind.Fixed32:
                Tag(field, WireTag.Fixed32, into);
                BinaryPrimitives.WriteUInt32LittleEndian(
                    into.Room(4).Span,
                    (uint)Integer(ref reader, name)
                );
                into.Advance(4);
                break;
            case JsonKind.Fixed64:
                Fixed64(field, Integer(ref reader, name), into);
                break;
            default:
                Fixed64(field, BitConverter.DoubleToInt64Bits(Double(ref reader, name)), into);
                break;
        }
    }

    private static void RequireText(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Malformed(name, "a string");
        }
    }

    private static long EnumValue(ref Utf8JsonReader reader, JsonField field, string name)
    {
        var isName =
            reader.TokenType == JsonTokenType.String
            && reader.ValueSpan
                is [(>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'), ..];
        return isName ? field.Names!.ValueOf(JsonText.Get(ref reader)) : Integer(ref reader, name);
    }

    private static byte[] Hex(ref Utf8JsonReader reader, string name)
    {
        RequireText(ref reader, name);
        try
        {
            return Convert.FromHexString(reader.GetString()!);
        }
        catch (FormatException)
        {
            throw Malformed(name, "hexadecimal");
        }
    }

    // 64-bit integers are strings in protobuf's JSON, and numbers are accepted as well.
    private static long Integer(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            var digits = reader.ValueSpan;
            if (Utf8Parser.TryParse(digits, out long signed, out var used) && used == digits.Length)
            {
                return signed;
            }

            if (Utf8Parser.TryParse(digits, out ulong unsigned, out used) && used == digits.Length)
            {
                return (long)unsigned;
            }

            // Some write large numbers, such as a time in nanoseconds, as 1.79e+18.
            if (
                Utf8Parser.TryParse(digits, out decimal real, out used)
                && used == digits.Length
                && real == decimal.Truncate(real)
                && real is >= long.MinValue and <= ulong.MaxValue
            )
            {
                return real > long.MaxValue ? (long)(ulong)real : (long)real;
            }
        }

        throw Malformed(name, "a whole number");
    }

    private static double Double(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.GetDouble();
        }

        RequireText(ref reader, name);
        return reader.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => Utf8Parser.TryParse(reader.ValueSpan, out double real, out var used)
            && used == reader.ValueSpan.Length
                ? real
                : throw Malformed(name, "a number"),
        };
    }

    private static void Fixed64(JsonField field, long value, GrowingBuffer into)
    {
        Tag(field, WireTag.Fixed64, into);
        BinaryPrimitives.WriteInt64LittleEndian(into.Room(8).Span, value);
        into.Advance(8);
    }

    private static void Bytes(JsonField field, ReadOnlySpan<byte> value, GrowingBuffer into)
    {
        Tag(field, WireTag.Bytes, into);
        Varint((ulong)value.Length, into);
        into.Write(value);
    }

    // A length is known only afterwards: four bytes are kept for it and filled in as a padded varint, which every
    // protobuf reader accepts. They hold up to 256 MiB.
    private const int LengthBytes = 4;

    private static int Begin(JsonField field, GrowingBuffer into)
    {
        Tag(field, WireTag.Bytes, into);
        into.Room(LengthBytes);
        into.Advance(LengthBytes);
        return into.Length;
    }

    private static void End(int begin, GrowingBuffer into)
    {
        var length = into.Length - begin;
        var place = into.At(begin - LengthBytes, LengthBytes);
        for (var i = 0; i < LengthBytes; i++)
        {
            place[i] = (byte)(length >> (7 * i) & 0x7F | (i < LengthBytes - 1 ? 0x80 : 0));
        }
    }

    private static void Tag(JsonField field, uint type, GrowingBuffer into) =>
        Varint((ulong)field.Number << 3 | type, into);

    private static void Varint(ulong value, GrowingBuffer into)
    {
        var room = into.Room(10).Span;
        var used = 0;
        while (value >= 0x80)
        {
            room[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[used++] = (byte)value;
        into.Advance(used);
    }

    private static RefusedException Malformed(string name, string wanted) =>
        new(Outcome.Malformed($"{name}: must be {wanted}"));
}

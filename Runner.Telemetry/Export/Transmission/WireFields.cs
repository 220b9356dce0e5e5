namespace Runner.Telemetry.Export.Transmission;

/// <summary>One field of a protobuf message that has a length: a text or a message within it.</summary>
/// <param name="Whole">With its tag and length.</param>
readonly record struct WireField(
    int Number,
    ReadOnlyMemory<byte> Whole,
    ReadOnlyMemory<byte> Value
);

/// <summary>Reads the outer fields of a protobuf message, and writes them.</summary>
static class WireFields
{
    const int LengthDelimited = 2;

    /// <exception cref="InvalidDataException">It is cut off, or has a field without a length.</exception>
    public static IEnumerable<WireField> Read(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var start = at;
            var tag = Varint(message.Span, ref at);
            if ((tag & 7) != LengthDelimited)
            {
                throw new InvalidDataException($"field {tag >> 3} has wire type {tag & 7}");
            }

            var length = Varint(message.Span, ref at);
            if (length > (ulong)(message.Length - at))
            {
                throw new InvalidDataException("the message is cut off");
            }

            var value = message.Slice(at, (int)length);
            at += (int)length;
            yield return new((int)(tag >> 3), message[start..at], value);
        }
    }

    public static void Write(MemoryStream into, int number, ReadOnlySpan<byte> value)
    {
        WriteVarint(into, (uint)(number << 3 | LengthDelimited));
        WriteVarint(into, (uint)value.Length);
        into.Write(value);
    }

    /// <param name="at">Where it begins, then where it ended.</param>
    /// <exception cref="InvalidDataException">It is cut off or too long.</exception>
    public static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number is cut off");
    }

    static void WriteVarint(MemoryStream into, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            into.WriteByte((byte)(value | 0x80));
        }

        into.WriteByte((byte)value);
    }
}

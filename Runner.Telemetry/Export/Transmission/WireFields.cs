// Compiled into Runner.Telemetry, for its spool, and into the Collector, for its forward targets.
namespace Otlp.Transmission;

/// <summary>One field of a protobuf message.</summary>
/// <param name="Number">Of the field.</param>
/// <param name="Whole">With its tag and, where it has one, its length.</param>
/// <param name="Value">A text or a message without its length; a number as it is encoded.</param>
internal readonly record struct WireField(
    int Number,
    ReadOnlyMemory<byte> Whole,
    ReadOnlyMemory<byte> Value
);

/// <summary>Reads the outer fields of a protobuf message, and writes those that have a length.</summary>
internal static class WireFields
{
    private const int VarintType = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <exception cref="InvalidDataException">It is cut off, or has a field of no known type.</exception>
    public static IEnumerable<WireField> Read(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var start = at;
            var tag = Varint(message.Span, ref at);
            var begin = at;
            switch (tag & 7)
            {
                case VarintType:
                    Varint(message.Span, ref at);
                    break;
                case Fixed64:
                    Skip(8);
                    break;
                case Fixed32:
                    Skip(4);
                    break;
                case LengthDelimited:
                    var length = Varint(message.Span, ref at);
                    begin = at;
                    Skip(length);
                    break;
                default:
                    throw new InvalidDataException($"field {tag >> 3} has wire type {tag & 7}");
            }

            yield return new((int)(tag >> 3), message[start..at], message[begin..at]);
        }

        void Skip(ulong length)
        {
            if (length > (ulong)(message.Length - at))
            {
                throw new InvalidDataException("the message is cut off");
            }

            at += (int)length;
        }
    }

    public static void Write(MemoryStream into, int number, ReadOnlySpan<byte> value)
    {
        WriteVarint(into, (uint)(number << 3 | LengthDelimited));
        WriteVarint(into, (uint)value.Length);
        into.Write(value);
    }

    /// <param name="bytes">Where it is.</param>
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

    private static void WriteVarint(MemoryStream into, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            into.WriteByte((byte)(value | 0x80));
        }

        into.WriteByte((byte)value);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Load.Payload;

/// <summary>
/// Writes one protobuf message and says where each value landed, so that the value can be overwritten later
/// without encoding the message again.
/// </summary>
public sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A varint; its place is not given, because its width depends on its value.</summary>
    public ProtoWriter Varint(int field, ulong value)
    {
        Tag(field, 0);
        Raw(value);
        return this;
    }

    /// <returns>The offset of the eight bytes.</returns>
    public int Fixed64(int field, ulong value)
    {
        Tag(field, 1);
        var at = _buffer.WrittenCount;
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return at;
    }

    /// <returns>The offset of the text's first byte.</returns>
    public int Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <returns>The offset of the first content byte: what is added to the nested message's own offsets.</returns>
    public int Message(int field, ProtoWriter nested) => Bytes(field, nested.Written);

    /// <returns>The offset of the first byte.</returns>
    public int Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Raw((ulong)value.Length);
        var at = _buffer.WrittenCount;
        _buffer.Write(value);
        return at;
    }

    private void Tag(int field, int wireType) => Raw((ulong)(field << 3 | wireType));

    private void Raw(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Collector.Decode;

/// <summary>
/// Walks the fields of one protobuf message in place. A tag is the field number and the wire type together, so that
/// a field of an unexpected type is skipped as an unknown one, as protobuf asks for.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int MaxGroupDepth = 32;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Field number shifted left by three, plus the wire type; see <see cref="WireTag"/>.</summary>
    public uint Tag { get; private set; }

    /// <summary>Moves to the next field; its value has then to be read or skipped.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = Varint();
        if (tag > uint.MaxValue || tag >> 3 == 0)
        {
            Fail("a field number is out of range");
        }

        Tag = (uint)tag;
        return true;
    }

    public ulong Varint()
    {
        if (_position < _message.Length && _message[_position] < 0x80)
        {
            return _message[_position++];
        }

        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _message.Length)
            {
                break;
            }

            var b = _message[_position++];
            // Bits beyond the 64th are dropped, as every protobuf reader does.
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        Fail("a varint does not end");
        return 0;
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A length-delimited value: text, bytes or a nested message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        if (length > (ulong)(_message.Length - _position))
        {
            Fail("a length runs past the end");
        }

        return Take((int)length);
    }

    /// <summary>Passes over the value of the current field.</summary>
    public void Skip() => Skip(Tag, 0);

    private void Skip(uint tag, int depth)
    {
        switch (tag & 7)
        {
            case WireTag.Varint:
                Varint();
                break;
            case WireTag.Fixed64:
                Take(8);
                break;
            case WireTag.Bytes:
                Bytes();
                break;
            case WireTag.Fixed32:
                Take(4);
                break;
            case WireTag.GroupStart when depth < MaxGroupDepth:
                SkipGroup(tag >> 3, depth + 1);
                break;
            default:
                Fail("a wire type is unknown or nested too deeply");
                break;
        }
    }

    private void SkipGroup(uint number, int depth)
    {
        while (Next())
        {
            if ((Tag & 7) != WireTag.GroupEnd)
            {
                Skip(Tag, depth);
            }
            else if (Tag >> 3 == number)
            {
                return;
            }
            else
            {
                break;
            }
        }

        Fail("a group does not end");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_message.Length - _position < length)
        {
            Fail("the message ends inside a value");
        }

        var taken = _message.Slice(_position, length);
        _position += length;
        return taken;
    }

    [DoesNotReturn]
    private static void Fail(string what) => throw new MalformedMessageException(what);
}

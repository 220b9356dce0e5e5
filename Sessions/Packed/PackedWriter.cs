using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sessions;

/// <summary>
/// Writes the fields of a packed record into a buffer of its own, used again for the next one: whole numbers in as few
/// bytes as they need, times as their distance from a moment nearby, canonical ids as their bytes.
/// </summary>
internal sealed class PackedWriter
{
    private const int LongestNumber = 10;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private byte[] _buffer = new byte[512];
    private int _used;

    /// <summary>The moment that times are counted from, UTC ticks.</summary>
    public long Base { get; set; }

    /// <summary>All that was written; valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _used);

    public void Clear() => _used = 0;

    public void Byte(byte value) => Room(1)[_used++] = value;

    public void Fixed(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8).AsSpan(_used), value);
        _used += 8;
    }

    public void Number(double value) => Fixed(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Zigzag, then 7 bits a byte, least first: small ones of either sign take one byte.</summary>
    public void Whole(long value)
    {
        var buffer = Room(LongestNumber);
        var rest = (ulong)(value << 1 ^ value >> 63);
        for (; rest >= 0x80; rest >>= 7)
        {
            buffer[_used++] = (byte)(rest | 0x80);
        }

        buffer[_used++] = (byte)rest;
    }

    public void Time(DateTimeOffset value) => Whole(value.UtcTicks - Base);

    /// <summary>Length · 2, then UTF-8; of lower-case hexadecimal text half its length · 2 + 1, then its bytes.</summary>
    public void Text(string value)
    {
        if (IsHex(value))
        {
            Whole(value.Length | 1);
            var room = Room(value.Length).AsSpan(_used);
            Convert.FromHexString(value, room, out _, out var written);
            _used += written;
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Whole(length << 1);
        _used += Encoding.UTF8.GetBytes(value, Room(length).AsSpan(_used));
    }

    public void TextIfAny(string? value)
    {
        if (value is not null)
        {
            Text(value);
        }
    }

    public void TimeIfAny(DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Time(time);
        }
    }

    public void NumberIfAny(double? value)
    {
        if (value is { } number)
        {
            Number(number);
        }
    }

    public void WholeIfAny(int? value)
    {
        if (value is { } number)
        {
            Whole(number);
        }
    }

    public void LatestIfAny(Latest<double>? value)
    {
        if (value is { } figure)
        {
            Number(figure.Value);
            Time(figure.Timestamp);
        }
    }

    public void LatestIfAny(Latest<long>? value)
    {
        if (value is { } count)
        {
            Whole(count.Value);
            Time(count.Timestamp);
        }
    }

    private static bool IsHex(string value) =>
        value.Length > 0 && value.Length % 2 == 0 && !value.AsSpan().ContainsAnyExcept(LowerHex);

    private byte[] Room(int size)
    {
        if (_used + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_used + size, _buffer.Length * 2));
        }

        return _buffer;
    }
}

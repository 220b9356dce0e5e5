using System.Buffers.Binary;
using System.Text;

namespace Sessions.Sqlite.State.Earlier;

/// <summary>Reads the fields of a packed state: whole numbers of seven bits a byte, times from a moment nearby, ids as bytes.</summary>
/// <remarks>Bytes that are cut short or make no sense are an <see cref="InvalidDataException"/>.</remarks>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The moment that times are counted from, UTC ticks.</summary>
    public long Base { get; set; }

    public byte Byte() => Take(1)[0];

    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Number() => BitConverter.Int64BitsToDouble(Fixed());

    public long Whole()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("a packed number has no end");
    }

    public int Small() =>
        Whole() is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw new InvalidDataException("a packed number is out of range");

    public DateTimeOffset Time() => Moment(Whole() + Base);

    public static DateTimeOffset Moment(long ticks) =>
        ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new InvalidDataException("a packed time is out of range");

    public string Text()
    {
        var size = Small();
        return (size & 1) != 0
            ? Convert.ToHexStringLower(Take(size >> 1))
            : Encoding.UTF8.GetString(Take(size >> 1));
    }

    public string? TextIf(long has, int bit) => (has & bit) != 0 ? Text() : null;

    public DateTimeOffset? TimeIf(long has, int bit) => (has & bit) != 0 ? Time() : null;

    public double? NumberIf(long has, int bit) => (has & bit) != 0 ? Number() : null;

    public Latest<double>? FigureIf(long has, int bit) =>
        (has & bit) != 0 ? new Latest<double>(Number(), Time()) : null;

    public Latest<long>? CountIf(long has, int bit) =>
        (has & bit) != 0 ? new Latest<long>(Whole(), Time()) : null;

    private ReadOnlySpan<byte> Take(int size)
    {
        if ((uint)size > (uint)_rest.Length)
        {
            throw new InvalidDataException("a packed record is cut short");
        }

        var taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sessions.Sqlite.Curve;

/// <summary>Values in order of their places, and how a row holds them: 24 bytes each, little endian: time, id, equity.</summary>
internal static class Chunk
{
    private const int Size = 24;

    public static byte[] Pack(ReadOnlySpan<CurveValue> values)
    {
        var packed = new byte[values.Length * Size];
        for (var i = 0; i < values.Length; i++)
        {
            var place = packed.AsSpan(i * Size, Size);
            BinaryPrimitives.WriteInt64LittleEndian(place, values[i].Time);
            BinaryPrimitives.WriteInt64LittleEndian(place[8..], values[i].Id);
            BinaryPrimitives.WriteDoubleLittleEndian(place[16..], values[i].Equity);
        }

        return packed;
    }

    /// <summary>Appends what was packed.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, List<CurveValue> values)
    {
        for (; packed.Length >= Size; packed = packed[Size..])
        {
            values.Add(
                new CurveValue(
                    BinaryPrimitives.ReadInt64LittleEndian(packed),
                    BinaryPrimitives.ReadInt64LittleEndian(packed[8..]),
                    BinaryPrimitives.ReadDoubleLittleEndian(packed[16..])
                )
            );
        }
    }

    /// <summary>Puts a value in its place; of an event that is there already, the value becomes this one.</summary>
    public static void Put(List<CurveValue> values, CurveValue value)
    {
        // Nearly all come in order.
        if (values.Count == 0 || values[^1].CompareTo(value) < 0)
        {
            values.Add(value);
            return;
        }

        var at = values.BinarySearch(value);
        if (at >= 0)
        {
            values[at] = value;
        }
        else
        {
            values.Insert(~at, value);
        }
    }

    public static void Remove(List<CurveValue> values, CurveValue value)
    {
        if (values.BinarySearch(value) is >= 0 and var at)
        {
            values.RemoveAt(at);
        }
    }

    public static ReadOnlySpan<CurveValue> Span(List<CurveValue> values) =>
        CollectionsMarshal.AsSpan(values);
}

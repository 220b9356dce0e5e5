using System.Buffers.Binary;

namespace Sessions.Sqlite.Series;

/// <summary>Items in order, and how a row holds them: 25 bytes each, little endian: time, id, equity, 1 for a heartbeat.</summary>
internal static class Chunk
{
    private const int Size = 25;

    public static byte[] Pack(IReadOnlyList<SeriesItem> items)
    {
        var packed = new byte[items.Count * Size];
        for (var i = 0; i < items.Count; i++)
        {
            var room = packed.AsSpan(i * Size, Size);
            BinaryPrimitives.WriteInt64LittleEndian(room, items[i].Time);
            BinaryPrimitives.WriteInt64LittleEndian(room[8..], items[i].Id);
            BinaryPrimitives.WriteDoubleLittleEndian(room[16..], items[i].Equity);
            room[24] = items[i].IsBeat ? (byte)1 : (byte)0;
        }

        return packed;
    }

    public static List<SeriesItem> Unpack(ReadOnlySpan<byte> packed)
    {
        var items = new List<SeriesItem>(packed.Length / Size);
        for (; packed.Length >= Size; packed = packed[Size..])
        {
            items.Add(
                new SeriesItem(
                    BinaryPrimitives.ReadInt64LittleEndian(packed),
                    BinaryPrimitives.ReadInt64LittleEndian(packed[8..]),
                    packed[24] != 0,
                    BinaryPrimitives.ReadDoubleLittleEndian(packed[16..])
                )
            );
        }

        return items;
    }

    /// <summary>Puts an item in its place, or in the place of what the same event said before.</summary>
    public static void Put(List<SeriesItem> items, SeriesItem item)
    {
        // Nearly all come in order.
        if (items.Count == 0 || items[^1].CompareTo(item) < 0)
        {
            items.Add(item);
            return;
        }

        var at = items.BinarySearch(item);
        if (at >= 0)
        {
            items[at] = item;
        }
        else
        {
            items.Insert(~at, item);
        }
    }

    public static void Remove(List<SeriesItem> items, SeriesItem item)
    {
        if (items.BinarySearch(item) is >= 0 and var at)
        {
            items.RemoveAt(at);
        }
    }
}

using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Collector.Decode;

/// <summary>
/// Turns the short texts and ids that come again and again (session ids, phases, checkpoints, trace ids) into strings
/// without making a new one each time. Bounded: a slot keeps the newest text that fell on it. Not thread-safe.
/// </summary>
internal sealed class Interner
{
    private const int Slots = 1 << 13;
    private const int MaxLength = 128;

    // Spans mostly come once and are gone; only those that log records speak of come again.
    private const int TraceSlots = 1 << 12;
    private const int SpanSlots = 1 << 9;

    private readonly string?[] _texts = new string?[Slots];
    private readonly (ulong First, ulong Last, string? Text)[] _traces = new (
        ulong,
        ulong,
        string?
    )[TraceSlots];
    private readonly (ulong First, ulong Last, string? Text)[] _spans = new (ulong, ulong, string?)[
        SpanSlots
    ];

    /// <summary>The text of UTF-8 bytes; what is no UTF-8 becomes replacement characters.</summary>
    public string Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _texts[XxHash3.HashToUInt64(utf8) % Slots];
        // Ascii.Equals is false for anything else, which is then simply made anew.
        if (slot is null || slot.Length != utf8.Length || !Ascii.Equals(utf8, slot))
        {
            slot = Encoding.UTF8.GetString(utf8);
        }

        return slot;
    }

    /// <summary>A trace or span id as lower-case hex; null when it is all zero or not of that length, which OTLP calls "none".</summary>
    /// <param name="id">The bytes.</param>
    /// <param name="length">16 for a trace, 8 for a span.</param>
    public string? Id(ReadOnlySpan<byte> id, int length)
    {
        if (id.Length != length)
        {
            return null;
        }

        var first = BinaryPrimitives.ReadUInt64LittleEndian(id);
        var last = BinaryPrimitives.ReadUInt64LittleEndian(id[^8..]);
        if ((first | last) == 0)
        {
            return null;
        }

        // Many ids are a counter in some of their bytes: multiplied, every byte counts for the slot.
        var hash = (first * 0x9E3779B97F4A7C15) ^ (last * 0xC2B2AE3D27D4EB4F);
        var ids = length == 8 ? _spans : _traces;
        ref var slot = ref ids[(int)(hash >> 32) & (ids.Length - 1)];
        if (slot.Text is null || slot.First != first || slot.Last != last)
        {
            slot = (first, last, Convert.ToHexStringLower(id));
        }

        return slot.Text;
    }
}

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
    private const int MaxIdLength = 16;

    private readonly string?[] texts = new string?[Slots];
    private readonly string?[] ids = new string?[Slots];

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

        ref var slot = ref texts[XxHash3.HashToUInt64(utf8) % Slots];
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
        if (id.Length != length || !id.ContainsAnyExcept((byte)0))
        {
            return null;
        }

        Span<char> hex = stackalloc char[2 * MaxIdLength];
        hex = hex[..(2 * length)];
        Convert.TryToHexStringLower(id, hex, out _);
        ref var slot = ref ids[XxHash3.HashToUInt64(id) % Slots];
        if (slot is null || !hex.SequenceEqual(slot))
        {
            slot = new string(hex);
        }

        return slot;
    }
}

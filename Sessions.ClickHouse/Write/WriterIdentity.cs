using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sessions.ClickHouse.Write;

/// <summary>
/// Who writes, and where its next rows stand. An identity is used for one unbroken row of stored batches: a writer that
/// does not know what became of a batch takes a new one, so that rows landing late never look committed.
/// </summary>
internal sealed class WriterIdentity(TimeProvider time)
{
    // A position is the microseconds since 2020, then the low bits of its writer.
    private const int WriterBits = 12;
    private static readonly long Epoch = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private long _micros;

    public ulong Writer { get; } =
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    /// <summary>Whether a position is one of this writer's; a rare chance hit of another is possible.</summary>
    public static bool Wrote(ulong writer, long position) =>
        ((ulong)position & Mask) == (writer & Mask);

    /// <summary>The newest position given out.</summary>
    public long Last => _micros << WriterBits | (long)(Writer & Mask);

    /// <summary>The next position; rises with the clock, and in any case.</summary>
    public long Next()
    {
        var now = (time.GetUtcNow().UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond;
        _micros = Math.Max(now, _micros + 1);
        return Last;
    }

    private static ulong Mask => (1UL << WriterBits) - 1;
}

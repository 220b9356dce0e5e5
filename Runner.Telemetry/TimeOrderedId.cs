#if !NET9_0_OR_GREATER
using System.Buffers.Binary;
using System.Security.Cryptography;
#endif

namespace Runner.Telemetry;

/// <summary>Makes UUIDs of version 7: later ones sort after earlier ones.</summary>
static class TimeOrderedId
{
#if NET9_0_OR_GREATER
    public static string New() => Guid.CreateVersion7().ToString();
#else
    public static string New()
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        BinaryPrimitives.WriteInt64BigEndian(
            id,
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16
                | BinaryPrimitives.ReadUInt16BigEndian(id[6..])
        );
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id, bigEndian: true).ToString();
    }
#endif
}

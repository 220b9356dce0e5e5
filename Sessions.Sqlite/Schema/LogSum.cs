using System.Buffers.Binary;

namespace Sessions.Sqlite.Schema;

/// <summary>The running checksum of a write-ahead log, over words in the byte order that its header names.</summary>
/// <remarks>"Checksum Algorithm" in https://www.sqlite.org/fileformat2.html#walformat.</remarks>
internal sealed class LogSum(bool isBigEndian)
{
    public uint First { get; private set; }

    public uint Second { get; private set; }

    /// <param name="bytes">A multiple of 8.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (First, Second);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            first += Word(bytes) + second;
            second += Word(bytes[4..]) + first;
        }

        (First, Second) = (first, second);
    }

    private uint Word(ReadOnlySpan<byte> bytes) =>
        isBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

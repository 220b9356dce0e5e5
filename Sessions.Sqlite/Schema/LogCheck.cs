using System.Buffers.Binary;

namespace Sessions.Sqlite.Schema;

/// <summary>
/// Looks for damage in a write-ahead log. SQLite itself reads a log up to the first frame whose checksum is wrong, takes
/// that for its end, and overwrites the rest: right for what a crash tore, fatal for commits that were on the disk.
/// </summary>
internal static class LogCheck
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377f0682;

    /// <summary>Commits that were under way when the power failed: one that was written, one that was being synced.</summary>
    private const int TornAtMost = 2;

    /// <param name="store">The store's file.</param>
    /// <exception cref="StoreUnusableException">More commits stand behind a damaged frame than a crash can tear.</exception>
    public static void Run(string store)
    {
        // SQLite keeps the log beside the file itself, also where the store is a link to it.
        var target = File.Exists(store)
            ? File.ResolveLinkTarget(store, returnFinalTarget: true)
            : null;
        if (Find((target?.FullName ?? store) + "-wal") is { } damage)
        {
            throw new StoreUnusableException(
                $"{store}-wal: is damaged at byte {damage.Offset}, and {damage.Commits} commits behind it cannot be read; store and log were left as they are: take what can be read with the collector's command backup, then move both away and put the copy, or an earlier backup, in the store's place."
            );
        }
    }

    /// <summary>Where a log is damaged, with how many commits behind that place; null when it is sound or torn at its end.</summary>
    public static (long Offset, int Commits)? Find(string log)
    {
        if (!File.Exists(log))
        {
            return null;
        }

        using var file = new FileStream(
            log,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 1 << 16
        );
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return null;
        }

        var sum = new LogSum(isBigEndian: (Word(header, 0) & 1) == 1);
        sum.Add(header.AsSpan(0, 24));
        var isSound =
            (Word(header, 0) & ~1u) == Magic
            && (Word(header, 24), Word(header, 28)) == (sum.First, sum.Second);
        return isSound
            ? FirstBroken(file, (int)Word(header, 8), Salts(header.AsSpan(16)), sum)
            : Lost(file, 0, PageBytes(header), null);
    }

    private static (long, int)? FirstBroken(FileStream file, int page, ulong salts, LogSum sum)
    {
        var frame = new byte[FrameHeaderBytes + page];
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            sum.Add(frame.AsSpan(0, 8));
            sum.Add(frame.AsSpan(FrameHeaderBytes));
            if (
                Salts(frame.AsSpan(8)) != salts
                || (Word(frame, 16), Word(frame, 20)) != (sum.First, sum.Second)
            )
            {
                return Lost(file, file.Position - frame.Length, page, salts);
            }
        }

        return null;
    }

    /// <summary>What has other salts is left over from the log before.</summary>
    private static (long, int)? Lost(FileStream file, long offset, int page, ulong? salts)
    {
        var frame = new byte[FrameHeaderBytes + page];
        var commits = 0;
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            salts ??= Salts(frame.AsSpan(8));
            commits += Salts(frame.AsSpan(8)) == salts && Word(frame, 4) != 0 ? 1 : 0;
        }

        return commits > TornAtMost ? (offset, commits) : null;
    }

    private static int PageBytes(byte[] header) =>
        Word(header, 8) is >= 512 and <= 65536 and var bytes && (bytes & (bytes - 1)) == 0
            ? (int)bytes
            : 4096;

    private static ulong Salts(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt64BigEndian(bytes);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}

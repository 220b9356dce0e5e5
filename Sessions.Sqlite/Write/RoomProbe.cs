using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Finds out whether a store that was full has room again: a commit of a single page may succeed on a full disk, because
/// the write-ahead log is there already. What is tried is as large as what failed, and is removed again.
/// </summary>
internal sealed class RoomProbe(Database database)
{
    private const long MaxBytes = 8 * 1024 * 1024;
    private const int BytesPerItem = 1024;

    /// <summary>About how much a batch takes in the store, bytes.</summary>
    public static long SizeOf(WriteBatch batch)
    {
        long bytes = (batch.Events.Count + batch.Points.Count + batch.Figures.Count) * BytesPerItem;
        foreach (var e in batch.Events)
        {
            bytes += (e.Message?.Length ?? 0) + (e.Details?.Length ?? 0);
        }

        return Math.Min(bytes, MaxBytes);
    }

    /// <summary>Writes as many bytes; <see cref="Clear"/> has to follow in a transaction of its own.</summary>
    public int Fill(long bytes) =>
        database.Prepare("INSERT INTO probe (room) VALUES (zeroblob(?1))").Bind(1, bytes).Run();

    public void Clear() => database.Execute("DELETE FROM probe");
}

using Sessions.Sqlite.Native;
using SQLitePCL;

namespace Sessions.Sqlite.Schema;

/// <summary>
/// Looks for damage before anything is written. A small file is checked whole; a large one, where that would take
/// minutes, at both ends of every table and index. The rest is found by whoever reads it.
/// </summary>
internal static class IntegrityCheck
{
    /// <summary>Up to this size a whole check takes about a second, where the file is in memory.</summary>
    private const long WholeUpTo = 512L * 1024 * 1024;

    /// <exception cref="SqliteFailure">The file is damaged.</exception>
    public static void Run(Database database)
    {
        var size = database.Scalar("PRAGMA page_count") * database.Scalar("PRAGMA page_size");
        if (size <= WholeUpTo)
        {
            Whole(database);
        }
        else
        {
            Ends(database);
        }
    }

    /// <summary>Every page; what <c>backup</c> and <c>check</c> do with files of any size.</summary>
    public static void Whole(Database database)
    {
        using var check = database.PrepareOwned("PRAGMA quick_check(1)");
        if (check.Step() && check.Text(0) is var answer && answer != "ok")
        {
            throw new SqliteFailure(
                database.File,
                raw.SQLITE_CORRUPT,
                $"is damaged ({answer.ReplaceLineEndings(" ")})"
            );
        }
    }

    private static void Ends(Database database)
    {
        foreach (
            var (table, order) in (ReadOnlySpan<(string, string)>)
                [
                    ("event", "position"),
                    ("event", "session, kind, time, id"),
                    ("session", "no"),
                    ("session", "start"),
                    ("trace", "no"),
                    ("point", "session, time, metric, phase"),
                    ("curve", "session, time, id"),
                ]
        )
        {
            var descending = string.Join(
                ", ",
                order.Split(", ").Select(column => $"{column} DESC")
            );
            database.Execute($"SELECT * FROM {table} ORDER BY {order} LIMIT 1");
            database.Execute($"SELECT * FROM {table} ORDER BY {descending} LIMIT 1");
        }
    }
}

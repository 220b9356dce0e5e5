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

    /// <param name="database">Open, of this version or an earlier one.</param>
    /// <param name="wholeUpTo">Bytes.</param>
    /// <exception cref="SqliteFailure">The file is damaged.</exception>
    public static void Run(Database database, long wholeUpTo = WholeUpTo)
    {
        var size = database.Scalar("PRAGMA page_count") * database.Scalar("PRAGMA page_size");
        if (size <= wholeUpTo)
        {
            Whole(database);
        }
        else
        {
            Ends(database);
        }
    }

    /// <summary>Every page, in files of any size; and whether every index says what its table says, which takes longer.</summary>
    public static void Whole(Database database, bool indexes = false)
    {
        using var check = database.PrepareOwned(
            indexes ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)"
        );
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
        foreach (var (table, access, order) in Trees(database))
        {
            foreach (var direction in (ReadOnlySpan<string>)["ASC", "DESC"])
            {
                var columns = order.Split(',').Select(column => $"{column} {direction}");
                database.Execute(
                    $"SELECT * FROM {table} {access} ORDER BY {string.Join(", ", columns)} LIMIT 1"
                );
            }
        }
    }

    /// <summary>
    /// Of every version that a file may have: its tables and their indexes with the columns of their order, partial
    /// indexes left out.
    /// </summary>
    private static List<(string Table, string Access, string Order)> Trees(Database database)
    {
        using var query = database.PrepareOwned(
            """
            SELECT name, 'NOT INDEXED', 'rowid' FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND NOT wr AND name NOT LIKE 'sqlite%'
            UNION ALL
            SELECT t.name, iif(i.origin = 'c', 'INDEXED BY ' || i.name, ''), group_concat(c.name || ' COLLATE ' || c.coll, ',')
            FROM pragma_table_list t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c
            WHERE t.schema = 'main' AND t.type = 'table' AND NOT i.partial AND c.key
            GROUP BY i.name
            """
        );
        var trees = new List<(string, string, string)>();
        while (query.Step())
        {
            trees.Add((query.Text(0), query.Text(1), query.Text(2)));
        }

        return trees;
    }
}

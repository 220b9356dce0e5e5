using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The tables <c>place_settled</c> and <c>place_recent</c>, for the writer: one ordered index in two levels. Places of a
/// session with many events in the batch are settled at once; the others gather in the small table, whose pages many
/// sessions share. When it is full, places are settled in order of session, so that a page of the large table takes in
/// at once all that has gathered for it.
/// </summary>
/// <param name="database">The writer's connection.</param>
/// <param name="capacity">How many places may be recent, and a little more: not every small batch settles some.</param>
internal sealed class PlaceTable(Database database, int capacity)
{
    /// <summary>So many of one session in one batch are worth a page of their own.</summary>
    private const int Many = 8;

    private readonly RowInsert<EventRow> _settled = Insert(database, "place_settled");
    private readonly RowInsert<EventRow> _recent = Insert(database, "place_recent");
    private long _recentCount = Count(database);
    private Key _settledUpTo = Key.First;

    private readonly record struct Key(long Session, long Kind, long Time, long Id)
    {
        public static readonly Key First = new(long.MinValue, 0, 0, 0);
        public static readonly Key Last = new(long.MaxValue, 0, 0, 0);
    }

    /// <summary>Takes the place of an event; it is inserted at <see cref="Flush"/> at the latest.</summary>
    public void Add(HotSession session, in EventRow row)
    {
        if (session.Arriving >= Many)
        {
            _settled.Add(row);
        }
        else
        {
            _recent.Add(row);
            _recentCount++;
        }
    }

    /// <summary>Inserts what was taken, before the tables are read.</summary>
    public void Flush()
    {
        _settled.Flush();
        _recent.Flush();
    }

    /// <summary>Keeps the bound of what is recent, after a <see cref="Flush"/>.</summary>
    public void Settle()
    {
        if (_recentCount <= capacity + capacity / 64)
        {
            return;
        }

        while (_recentCount > capacity)
        {
            SettleNext(_recentCount - capacity);
        }
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload()
    {
        _settled.Clear();
        _recent.Clear();
        _recentCount = Count(database);
    }

    /// <summary>Settles so many behind those that were settled last, or as many as there are up to the last session.</summary>
    private void SettleNext(long rows)
    {
        var from = _settledUpTo;
        var to = KeyBehind(from, rows);
        _settledUpTo = to ?? Key.First;
        Range(
                """
                INSERT INTO place_settled SELECT session, kind, time, id, position FROM place_recent
                WHERE (session, kind, time, id) > (?1, ?2, ?3, ?4) AND (session, kind, time, id) <= (?5, ?6, ?7, ?8)
                """,
                from,
                to ?? Key.Last
            )
            .Run();
        var settled = Range(
                """
                DELETE FROM place_recent
                WHERE (session, kind, time, id) > (?1, ?2, ?3, ?4) AND (session, kind, time, id) <= (?5, ?6, ?7, ?8)
                """,
                from,
                to ?? Key.Last
            )
            .Run();
        // Those that went with their events are not told: they are counted at the end of each round.
        _recentCount = to is null ? Count(database) : _recentCount - settled;
    }

    /// <summary>The key that lies so many rows further; null behind the last one.</summary>
    private Key? KeyBehind(Key key, long rows)
    {
        var query = Bind(
                database.Prepare(
                    """
                    SELECT session, kind, time, id FROM place_recent
                    WHERE (session, kind, time, id) > (?1, ?2, ?3, ?4)
                    ORDER BY session, kind, time, id LIMIT 1 OFFSET ?5 - 1
                    """
                ),
                1,
                key
            )
            .Bind(5, rows);
        if (!query.Step())
        {
            return null;
        }

        var found = new Key(query.Int64(0), query.Int64(1), query.Int64(2), query.Int64(3));
        query.Reset();
        return found;
    }

    private Statement Range(string sql, Key after, Key upTo) =>
        Bind(Bind(database.Prepare(sql), 1, after), 5, upTo);

    private static Statement Bind(Statement statement, int first, Key key) =>
        statement
            .Bind(first, key.Session)
            .Bind(first + 1, key.Kind)
            .Bind(first + 2, key.Time)
            .Bind(first + 3, key.Id);

    private static RowInsert<EventRow> Insert(Database database, string table) =>
        new(
            database,
            $"INSERT INTO {table} (session, kind, time, id, position)",
            columns: 5,
            static (Statement insert, int first, in EventRow row) =>
                insert
                    .Bind(first, row.Session)
                    .Bind(first + 1, row.Kind.Value)
                    .Bind(first + 2, row.Event.Timestamp.UtcTicks)
                    .Bind(first + 3, row.Id.Value)
                    .Bind(first + 4, row.Position)
        );

    private static long Count(Database database) =>
        database.Scalar("SELECT count(*) FROM place_recent");
}

using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Series;

/// <summary>
/// Keeps the tables <c>series</c> and <c>chunk</c>, for the writer, which tells it of every event that is stored, moved or
/// removed. The newest items stay in memory, half a chunk of them at least, so that what comes a little late finds its
/// place there; an older item is put into its stored chunk, and the rows above it are made again at the end of the batch.
/// </summary>
/// <param name="database">The writer's connection.</param>
/// <param name="source">Where the items of a session are read that is not in memory.</param>
/// <param name="length">How many items a chunk is closed with, at least 2.</param>
internal sealed class SeriesTable(Database database, SeriesSource source, int length)
{
    /// <summary>How many rows are summed up by one of the next level: few, because one that is looked into is read whole.</summary>
    private readonly int _fan = Math.Min(length, 16);

    // Rows of level 0 that the batch changed, by session.
    private readonly Dictionary<long, HashSet<Place>> _changed = [];

    /// <summary>An event was stored, or says something else now.</summary>
    public void Put(HotSession session, SeriesItem item)
    {
        var head = session.Series ??= Load(session);
        if (item.Place.CompareTo(head.After) <= 0)
        {
            Change(session.Number, item, Chunk.Put);
            return;
        }

        Chunk.Put(head.Items, item);
        CloseFull(session.Number, head);
    }

    /// <summary>A stored event is about to be taken out, or to be moved.</summary>
    public void Remove(HotSession session, SeriesItem item)
    {
        var head = session.Series ??= Load(session);
        if (item.Place.CompareTo(head.After) <= 0)
        {
            Change(session.Number, item, Chunk.Remove);
        }
        else
        {
            Chunk.Remove(head.Items, item);
        }
    }

    /// <summary>Makes the rows above the changed ones again, at the end of a batch.</summary>
    public void Save()
    {
        foreach (var (session, rows) in _changed)
        {
            var changed = rows;
            for (var level = 1; changed.Count > 0; level++)
            {
                changed = Refresh(session, level, changed);
            }
        }

        _changed.Clear();
    }

    /// <summary>Forgets what was changed, after a transaction was undone.</summary>
    public void Clear() => _changed.Clear();

    /// <summary>Stores the items of a session that has no rows yet; the newest are left out, as they always are.</summary>
    public void Fill(long session, IEnumerable<SeriesItem> items)
    {
        var head = new SeriesHead(Place.Start);
        foreach (var item in items)
        {
            head.Items.Add(item);
            CloseFull(session, head);
        }

        Save();
    }

    private SeriesHead Load(HotSession session)
    {
        if (session.IsNew)
        {
            return new SeriesHead(Place.Start);
        }

        var head = new SeriesHead(SeriesRows.EndBefore(database, session.Number, 0, Place.End));
        // What is being applied may wait to be inserted still: it is put in after this.
        head.Items.AddRange(source.ReadAfter(session.Number, session.HasPoints, head.After));
        CloseFull(session.Number, head);
        return head;
    }

    private void CloseFull(long session, SeriesHead head)
    {
        while (head.Items.Count >= length + length / 2)
        {
            Insert(session, head.Items[..length]);
            head.Close(length);
        }
    }

    /// <summary>Changes the stored chunk that covers a place, and halves it when it has grown too long.</summary>
    private void Change(long session, SeriesItem item, Action<List<SeriesItem>, SeriesItem> change)
    {
        var end = SeriesRows.EndFrom(database, session, 0, item.Place)!.Value;
        var after = SeriesRows.EndBefore(database, session, 0, end);
        var row = SeriesRows.Between(database, session, 0, after, end)[0];
        var items = SeriesRows.Items(database, row.Chunk);
        change(items, item);
        if (items.Count >= length * 2)
        {
            Insert(session, items[..length]);
            items.RemoveRange(0, length);
        }

        database
            .Prepare("UPDATE chunk SET items = ?1 WHERE no = ?2")
            .Bind(1, Chunk.Pack(items))
            .Bind(2, row.Chunk)
            .Run();
        Update(session, row with { Sum = SeriesSummary.Of(items) });
        Note(session, end);
    }

    private void Insert(long session, List<SeriesItem> items)
    {
        database.Prepare("INSERT INTO chunk (items) VALUES (?1)").Bind(1, Chunk.Pack(items)).Run();
        var chunk = database.LastInserted;
        Insert(session, new SeriesRow(0, items[^1].Place, SeriesSummary.Of(items), chunk));
        Note(session, items[^1].Place);
    }

    private void Note(long session, Place end)
    {
        if (!_changed.TryGetValue(session, out var rows))
        {
            _changed[session] = rows = [];
        }

        rows.Add(end);
    }

    /// <returns>The rows of this level that changed.</returns>
    private HashSet<Place> Refresh(long session, int level, HashSet<Place> below)
    {
        var parents = below
            .Select(place => SeriesRows.EndFrom(database, session, level, place))
            .ToHashSet();
        var changed = new HashSet<Place>();
        foreach (var end in parents)
        {
            if (end is { } place)
            {
                var after = SeriesRows.EndBefore(database, session, level, place);
                var rows = SeriesRows.Between(database, session, level - 1, after, place);
                if (rows.Count >= _fan * 2)
                {
                    changed.Add(Group(session, level, rows[.._fan]));
                    rows.RemoveRange(0, _fan);
                }

                Update(session, new SeriesRow(level, place, Sum(rows), 0));
                changed.Add(place);
                continue;
            }

            var open = SeriesRows.Between(
                database,
                session,
                level - 1,
                SeriesRows.EndBefore(database, session, level, Place.End),
                Place.End
            );
            for (; open.Count >= _fan + _fan / 2; open.RemoveRange(0, _fan))
            {
                changed.Add(Group(session, level, open[.._fan]));
            }
        }

        return changed;
    }

    private Place Group(long session, int level, List<SeriesRow> rows)
    {
        Insert(session, new SeriesRow(level, rows[^1].UpTo, Sum(rows), 0));
        return rows[^1].UpTo;
    }

    private static SeriesSummary Sum(List<SeriesRow> rows) =>
        rows.Aggregate(SeriesSummary.Empty, (sum, row) => sum.Then(row.Sum));

    private void Insert(long session, SeriesRow row) =>
        Write(
            """
            INSERT INTO series (beats, first_beat, last_beat, longest, points, low, high, fall, chunk, session, level, time, id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """,
            session,
            row
        );

    private void Update(long session, SeriesRow row) =>
        Write(
            """
            UPDATE series
            SET beats = ?1, first_beat = ?2, last_beat = ?3, longest = ?4, points = ?5, low = ?6, high = ?7, fall = ?8, chunk = ?9
            WHERE session = ?10 AND level = ?11 AND time = ?12 AND id = ?13
            """,
            session,
            row
        );

    private void Write(string statement, long session, SeriesRow row) =>
        database
            .Prepare(statement)
            .Bind(1, row.Sum.Beats)
            .Bind(2, row.Sum.FirstBeat)
            .Bind(3, row.Sum.LastBeat)
            .Bind(4, row.Sum.Longest)
            .Bind(5, row.Sum.Values)
            .Bind(6, row.Sum.Low)
            .Bind(7, row.Sum.High)
            .Bind(8, row.Sum.Fall)
            .Bind(9, row.Chunk)
            .Bind(10, session)
            .Bind(11, row.Level)
            .Bind(12, row.UpTo.Time)
            .Bind(13, row.UpTo.Id)
            .Run();
}

/// <summary>The newest items of a session, behind its last stored chunk, in the writer's memory.</summary>
/// <param name="after">Up to which place the stored chunks go.</param>
internal sealed class SeriesHead(Place after)
{
    public Place After { get; private set; } = after;

    public List<SeriesItem> Items { get; } = [];

    /// <summary>Takes the first items out, which are stored now.</summary>
    public void Close(int count)
    {
        After = Items[count - 1].Place;
        Items.RemoveRange(0, count);
    }
}

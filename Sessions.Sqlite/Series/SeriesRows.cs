using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Series;

/// <summary>A row of the table <c>series</c>.</summary>
/// <param name="Level">0 holds items, the others the rows of the level below.</param>
/// <param name="UpTo">Up to which place it holds all behind the row before it.</param>
/// <param name="Sum">What is below it.</param>
/// <param name="Chunk">Number of its items' row in the table <c>chunk</c>; 0 at other levels.</param>
internal readonly record struct SeriesRow(int Level, Place UpTo, SeriesSummary Sum, long Chunk);

/// <summary>Reads the rows of the tables <c>series</c> and <c>chunk</c>.</summary>
internal static class SeriesRows
{
    /// <summary>The rows of a level that end after one place and up to another, in order.</summary>
    public static List<SeriesRow> Between(
        Database database,
        long session,
        int level,
        Place after,
        Place upTo
    )
    {
        var query = database
            .Prepare(
                """
                SELECT time, id, beats, first_beat, last_beat, longest, points, low, high, fall, chunk FROM series
                WHERE session = ?1 AND level = ?2 AND (time, id) > (?3, ?4) AND (time, id) <= (?5, ?6) ORDER BY time, id
                """
            )
            .Bind(1, session)
            .Bind(2, level)
            .Bind(3, after.Time)
            .Bind(4, after.Id)
            .Bind(5, upTo.Time)
            .Bind(6, upTo.Id);
        var rows = new List<SeriesRow>();
        while (query.Step())
        {
            var sum = new SeriesSummary(
                (int)query.Int64(2),
                query.Int64(3),
                query.Int64(4),
                query.Int64(5),
                (int)query.Int64(6),
                query.DoubleOrNull(7) ?? 0,
                query.DoubleOrNull(8) ?? 0,
                query.DoubleOrNull(9) ?? 0
            );
            rows.Add(
                new SeriesRow(
                    level,
                    new Place(query.Int64(0), query.Int64(1)),
                    sum,
                    query.Int64(10)
                )
            );
        }

        return rows;
    }

    public static List<SeriesItem> Items(Database database, long chunk)
    {
        var query = database.Prepare("SELECT items FROM chunk WHERE no = ?1").Bind(1, chunk);
        query.Step();
        var items = Chunk.Unpack(query.Blob(0));
        query.Reset();
        return items;
    }

    /// <summary>Where the last row of a level that ends before a place ends; the start when there is none.</summary>
    public static Place EndBefore(Database database, long session, int level, Place place) =>
        End(
            database.Prepare(
                """
                SELECT time, id FROM series WHERE session = ?1 AND level = ?2 AND (time, id) < (?3, ?4)
                ORDER BY time DESC, id DESC LIMIT 1
                """
            ),
            session,
            level,
            place
        ) ?? Place.Start;

    /// <summary>Where the row of a level that holds a place ends; null when the rows end before it.</summary>
    public static Place? EndFrom(Database database, long session, int level, Place place) =>
        End(
            database.Prepare(
                """
                SELECT time, id FROM series WHERE session = ?1 AND level = ?2 AND (time, id) >= (?3, ?4)
                ORDER BY time, id LIMIT 1
                """
            ),
            session,
            level,
            place
        );

    public static int HighestLevel(Database database, long session)
    {
        var query = database
            .Prepare("SELECT level FROM series WHERE session = ?1 ORDER BY level DESC LIMIT 1")
            .Bind(1, session);
        var level = query.Step() ? (int)query.Int64(0) : -1;
        query.Reset();
        return level;
    }

    private static Place? End(Statement query, long session, int level, Place place)
    {
        query.Bind(1, session).Bind(2, level).Bind(3, place.Time).Bind(4, place.Id);
        if (!query.Step())
        {
            return null;
        }

        var end = new Place(query.Int64(0), query.Int64(1));
        query.Reset();
        return end;
    }
}

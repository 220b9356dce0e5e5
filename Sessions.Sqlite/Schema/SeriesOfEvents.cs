using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Series;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Schema;

/// <summary>Fills the table <c>series</c>, which schema 9 adds, from the events.</summary>
internal static class SeriesOfEvents
{
    /// <summary>Within the migration to schema 9, when the table is there.</summary>
    public static void Fill(Database database)
    {
        var source = new SeriesSource(database, new NameTable(database));
        var series = new SeriesTable(database, source, new WriterOptions().SeriesChunk);
        var query = database.Prepare("SELECT no, has_points FROM session");
        var sessions = new List<(long Number, bool HasPoints)>();
        while (query.Step())
        {
            sessions.Add((query.Int64(0), query.Int64(1) != 0));
        }

        foreach (var (number, hasPoints) in sessions)
        {
            series.Fill(number, source.ReadAfter(number, hasPoints, Place.Start));
        }
    }
}

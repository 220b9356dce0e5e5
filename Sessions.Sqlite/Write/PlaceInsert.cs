using System.Runtime.InteropServices;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>Inserts into one table of places, many rows by one statement.</summary>
internal sealed class PlaceInsert(Database database, string table)
{
    /// <summary>How many rows one statement takes.</summary>
    private const int Rows = 64;

    private const int Columns = 5;

    private readonly Statement _one = Prepare(database, table, 1);
    private readonly Statement _many = Prepare(database, table, Rows);
    private readonly List<EventRow> _waiting = new(Rows);

    public void Add(in EventRow row)
    {
        _waiting.Add(row);
        if (_waiting.Count < Rows)
        {
            return;
        }

        var next = 1;
        foreach (ref readonly var each in CollectionsMarshal.AsSpan(_waiting))
        {
            Bind(_many, next, each);
            next += Columns;
        }

        _waiting.Clear();
        _many.Run();
    }

    public void Flush()
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_waiting))
        {
            Bind(_one, 1, row);
            _one.Run();
        }

        _waiting.Clear();
    }

    /// <summary>Lets go of what waits, after a transaction was undone.</summary>
    public void Clear() => _waiting.Clear();

    private static Statement Prepare(Database database, string table, int rows) =>
        database.Prepare(
            $"INSERT INTO {table} (session, kind, time, id, position) VALUES {string.Join(", ", Enumerable.Repeat("(?, ?, ?, ?, ?)", rows))}"
        );

    private static void Bind(Statement insert, int first, in EventRow row) =>
        insert
            .Bind(first, row.Session)
            .Bind(first + 1, row.Kind.Value)
            .Bind(first + 2, row.Event.Timestamp.UtcTicks)
            .Bind(first + 3, row.Id.Value)
            .Bind(first + 4, row.Position);
}

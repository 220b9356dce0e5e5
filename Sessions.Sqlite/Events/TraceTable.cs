using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>Traces by number, each with the session that stated it first; remembers the ones met lately.</summary>
internal sealed class TraceTable(Database database)
{
    private const int Remembered = 65_536;

    private readonly Dictionary<string, Trace> _byId = [];
    private readonly Dictionary<long, string> _ids = [];

    /// <param name="Number">Its number in the store.</param>
    /// <param name="Session">Number of the session that it belongs to.</param>
    public readonly record struct Trace(long Number, long Session);

    public Trace? Find(string id)
    {
        if (_byId.TryGetValue(id, out var trace))
        {
            return trace;
        }

        var query = database.Prepare("SELECT no, session FROM trace WHERE id = ?1").BindHex(1, id);
        if (!query.Step())
        {
            return null;
        }

        trace = new Trace(query.Int64(0), query.Int64(1));
        query.Reset();
        Remember(id, trace);
        return trace;
    }

    /// <param name="number">A number that no trace ever had.</param>
    /// <param name="id">The trace.</param>
    /// <param name="session">Number of its session.</param>
    public void Add(long number, string id, long session)
    {
        database
            .Prepare("INSERT INTO trace (no, id, session) VALUES (?1, ?2, ?3)")
            .Bind(1, number)
            .BindHex(2, id)
            .Bind(3, session)
            .Run();
        Remember(id, new Trace(number, session));
    }

    public string? IdOf(long? number)
    {
        if (number is not { } no)
        {
            return null;
        }

        if (!_ids.TryGetValue(no, out var id))
        {
            var query = database.Prepare("SELECT id, session FROM trace WHERE no = ?1").Bind(1, no);
            if (!query.Step())
            {
                return null;
            }

            id = query.HexOrNull(0)!;
            var session = query.Int64(1);
            query.Reset();
            Remember(id, new Trace(no, session));
        }

        return id;
    }

    /// <summary>Removes the traces of a session that leaves the store.</summary>
    public void RemoveOf(long session)
    {
        database.Prepare("DELETE FROM trace WHERE session = ?1").Bind(1, session).Run();
        Clear();
    }

    /// <summary>Forgets everything, after a transaction that may have added traces was undone.</summary>
    public void Clear()
    {
        _byId.Clear();
        _ids.Clear();
    }

    private void Remember(string id, Trace trace)
    {
        if (_byId.Count >= Remembered)
        {
            Clear();
        }

        _byId[id] = trace;
        _ids[trace.Number] = id;
    }
}

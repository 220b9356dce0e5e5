using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The highest numbers given out so far, kept in the table <c>meta</c>: retention removes rows, and what had a number
/// once must never share it with something new.
/// </summary>
internal sealed class Numbers
{
    private readonly Database _database;

    public Numbers(Database database)
    {
        _database = database;
        Reload();
    }

    /// <summary>Of events, in commit order.</summary>
    public long Position { get; set; }

    public long Session { get; set; }

    public long Trace { get; set; }

    /// <summary>The highest of a trace that earlier transactions know.</summary>
    public long SavedTrace { get; private set; }

    /// <summary>Within the transaction that used them.</summary>
    public void Save()
    {
        SavedTrace = Trace;
        _database
            .Prepare("UPDATE meta SET position = ?1, session = ?2, trace = ?3")
            .Bind(1, Position)
            .Bind(2, Session)
            .Bind(3, Trace)
            .Run();
    }

    /// <summary>Goes back to what is committed, after a transaction was undone.</summary>
    public void Reload()
    {
        var query = _database.Prepare("SELECT position, session, trace FROM meta");
        query.Step();
        (Position, Session, Trace) = (query.Int64(0), query.Int64(1), query.Int64(2));
        query.Reset();
        SavedTrace = Trace;
    }
}

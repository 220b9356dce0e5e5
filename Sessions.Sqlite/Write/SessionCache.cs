using Sessions.Sqlite.Native;
using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The sessions that were written lately, with their states in memory, and their rows. About 5 KB each; bounded by
/// evicting the half that was not used for longest.
/// </summary>
internal sealed class SessionCache(Database database, Numbers numbers, int capacity)
{
    private readonly Dictionary<string, HotSession> _byId = [];
    private readonly Dictionary<long, HotSession> _byNumber = [];
    private readonly List<HotSession> _dirty = [];
    private readonly StateTable _states = new(database);
    private long _batch;

    /// <summary>The sessions whose rows are still to be written.</summary>
    public IReadOnlyList<HotSession> Dirty => _dirty;

    public HotSession Get(string id)
    {
        if (!_byId.TryGetValue(id, out var session))
        {
            session =
                Load("id = ?1", q => q.Bind(1, id))
                ?? new HotSession(++numbers.Session, new SessionState { Id = id }, false);
            _byId[id] = session;
            _byNumber[session.Number] = session;
        }

        session.LastUsed = _batch;
        return session;
    }

    /// <summary>A session that an event or a trace in the store names; null when retention took it meanwhile.</summary>
    public HotSession? Get(long number) =>
        _byNumber.TryGetValue(number, out var session) ? session
        : Load("no = ?1", q => q.Bind(1, number)) is { } loaded ? Get(loaded.State.Id)
        : null;

    public void MarkDirty(HotSession session)
    {
        if (!session.IsDirty)
        {
            session.IsDirty = true;
            _dirty.Add(session);
        }
    }

    /// <summary>Writes the rows of all sessions that changed.</summary>
    public void SaveDirty()
    {
        foreach (var session in _dirty)
        {
            SaveChanged(session);
            session.IsDirty = false;
        }

        _states.Save(_dirty);
        _dirty.Clear();
    }

    /// <summary>Keeps the bound, after a commit.</summary>
    public void Trim()
    {
        _batch++;
        if (_byId.Count <= capacity)
        {
            return;
        }

        var oldest = _byId.Values.OrderBy(s => s.LastUsed).Take(_byId.Count - capacity / 2);
        foreach (var session in oldest.ToList())
        {
            Forget(session.Number);
        }
    }

    /// <summary>A session that is no longer in the store, or not worth the memory.</summary>
    public void Forget(long number)
    {
        if (_byNumber.Remove(number, out var session))
        {
            _byId.Remove(session.State.Id);
        }
    }

    /// <summary>Forgets everything, after a transaction was undone.</summary>
    public void Clear()
    {
        _byId.Clear();
        _byNumber.Clear();
        _dirty.Clear();
        _states.Clear();
    }

    private HotSession? Load(string condition, Action<Statement> bind)
    {
        var query = database.Prepare(
            $"""
            SELECT no, id, state, runner, start, status, duration, roi, has_points
            FROM session CROSS JOIN session_state ON session = no WHERE {condition}
            """
        );
        bind(query);
        if (!query.Step())
        {
            return null;
        }

        var columns = new ListColumns(
            query.Text(3),
            query.Int64(4),
            query.Int64(5),
            query.Int64OrNull(6),
            query.DoubleOrNull(7) ?? 0,
            query.Int64(8) != 0
        );
        var session = new HotSession(
            query.Int64(0),
            StoredState.Read(database, query.Int64(0), query.Text(1), query.Blob(2)),
            columns.HasPoints
        )
        {
            Saved = columns,
        };
        query.Reset();
        return session;
    }

    /// <summary>
    /// An update that names an indexed column takes it out of its indexes and puts it back, changed or not: the ROI, which
    /// moves with every beat, stands in one of them alone.
    /// </summary>
    private void SaveChanged(HotSession session)
    {
        var row = ListColumns.Of(session);
        if (row == session.Saved)
        {
            return;
        }

        if (session.Saved is { } saved && row with { Roi = saved.Roi } == saved)
        {
            database
                .Prepare("UPDATE session SET roi = ?1 WHERE no = ?2")
                .Bind(1, row.Roi)
                .Bind(2, session.Number)
                .Run();
            session.Saved = row;
            return;
        }

        database
            .Prepare(
                session.IsNew
                    ? """
                    INSERT INTO session (runner, start, status, duration, roi, has_points, no, id)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                    """
                    : """
                    UPDATE session SET runner = ?1, start = ?2, status = ?3, duration = ?4, roi = ?5, has_points = ?6
                    WHERE no = ?7 AND id = ?8
                    """
            )
            .Bind(1, row.Runner)
            .Bind(2, row.Start)
            .Bind(3, row.Status)
            .Bind(4, row.Duration)
            .Bind(5, row.Roi)
            .Bind(6, row.HasPoints ? 1 : 0)
            .Bind(7, session.Number)
            .Bind(8, session.State.Id)
            .Run();
        session.Saved = row;
    }
}

using Sessions.Sqlite.Native;
using Sessions.Sqlite.Schema;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The sessions that were written lately, with their states in memory, and their rows. About 2 KB each; bounded by
/// evicting the half that was not used for longest.
/// </summary>
internal sealed class SessionCache(Database database, int capacity)
{
    private readonly Dictionary<string, HotSession> _byId = [];
    private readonly Dictionary<long, HotSession> _byNumber = [];
    private readonly List<HotSession> _dirty = [];
    private long _lastNumber = database.Scalar("SELECT max(no) FROM session");
    private long _batch;

    public HotSession Get(string id)
    {
        if (!_byId.TryGetValue(id, out var session))
        {
            session =
                Load("SELECT no, state, has_points FROM session WHERE id = ?1", q => q.Bind(1, id))
                ?? new HotSession(++_lastNumber, new SessionState { Id = id }, false, true);
            _byId[id] = session;
            _byNumber[session.Number] = session;
        }

        session.LastUsed = _batch;
        return session;
    }

    /// <summary>A session that an event or a trace in the store names; null when retention took it meanwhile.</summary>
    public HotSession? Get(long number) =>
        _byNumber.TryGetValue(number, out var session) ? session
        : Load("SELECT no, state, has_points FROM session WHERE no = ?1", q => q.Bind(1, number))
            is { } loaded
            ? Get(loaded.State.Id)
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
            Save(session);
            session.IsDirty = false;
        }

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
        _lastNumber = database.Scalar("SELECT max(no) FROM session");
    }

    private HotSession? Load(string sql, Action<Statement> bind)
    {
        var query = database.Prepare(sql);
        bind(query);
        if (!query.Step())
        {
            return null;
        }

        var session = new HotSession(
            query.Int64(0),
            StoredState.Read(database, query.Int64(0), query.Blob(1)),
            query.Int64(2) != 0,
            isNew: false
        );
        query.Reset();
        return session;
    }

    private void Save(HotSession session)
    {
        var row = ListColumns.Of(session.State);
        if (!session.IsNew && row == session.Saved)
        {
            SaveState(session);
            return;
        }

        if (!session.IsNew && session.Saved is { } saved && row with { Roi = saved.Roi } == saved)
        {
            SaveState(session, row.Roi);
            session.Saved = row;
            return;
        }

        database
            .Prepare(
                session.IsNew
                    ? """
                    INSERT INTO session (runner, start, status, duration, roi, changed, has_points, state, no, id)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                    """
                    : """
                    UPDATE session SET runner = ?1, start = ?2, status = ?3, duration = ?4, roi = ?5, changed = ?6,
                      has_points = ?7, state = ?8 WHERE no = ?9 AND id = ?10
                    """
            )
            .Bind(1, row.Runner)
            .Bind(2, row.Start)
            .Bind(3, row.Status)
            .Bind(4, row.Duration)
            .Bind(5, row.Roi)
            .Bind(6, session.State.Liveness.LastSignalAt.UtcTicks)
            .Bind(7, session.HasPoints ? 1 : 0)
            .Bind(8, SessionStateJson.Write(session.State))
            .Bind(9, session.Number)
            .Bind(10, session.State.Id)
            .Run();
        session.IsNew = false;
        session.Saved = row;
    }

    /// <summary>
    /// An update that names an indexed column takes it out of its indexes and puts it back, changed or not: the ROI, which
    /// moves with every beat, stands in one of them alone.
    /// </summary>
    private void SaveState(HotSession session, double? roi = null)
    {
        var update = database
            .Prepare(
                $"UPDATE session SET changed = ?1, has_points = ?2, state = ?3{(roi is null ? "" : ", roi = ?5")} WHERE no = ?4"
            )
            .Bind(1, session.State.Liveness.LastSignalAt.UtcTicks)
            .Bind(2, session.HasPoints ? 1 : 0)
            .Bind(3, SessionStateJson.Write(session.State))
            .Bind(4, session.Number);
        if (roi is not null)
        {
            update.Bind(5, roi);
        }

        update.Run();
    }
}

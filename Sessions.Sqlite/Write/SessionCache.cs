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
            SELECT no, id, state, runner, start, status, duration, has_points, currency, roi, pnl, due
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
            query.Int64(7) != 0,
            query.TextOrNull(8)
        );
        var session = new HotSession(
            query.Int64(0),
            StoredState.Read(database, query.Int64(0), query.Text(1), query.Blob(2)),
            columns.HasPoints
        )
        {
            Saved = columns,
            SavedMoney = new MoneyColumns(query.DoubleOrNull(9) ?? 0, query.DoubleOrNull(10)),
            SavedDue = query.Int64OrNull(11),
        };
        query.Reset();
        return session;
    }

    /// <summary>
    /// An update that names an indexed column takes it out of its indexes and puts it back, changed or not: what changes
    /// with beats is written by itself.
    /// </summary>
    private void SaveChanged(HotSession session)
    {
        var state = session.State;
        var row = ListColumns.Of(session);
        var money = MoneyColumns.Of(state);
        var due = DueTime.Kept(
            session.SavedDue,
            DueTime.Of(state),
            state.Liveness.LastSignalAt.UtcTicks
        );
        if (row != session.Saved)
        {
            SaveAll(session, row, money, due);
        }
        else
        {
            if (money != session.SavedMoney)
            {
                database
                    .Prepare("UPDATE session SET roi = ?1, pnl = ?2 WHERE no = ?3")
                    .Bind(1, money.Roi)
                    .Bind(2, money.Pnl)
                    .Bind(3, session.Number)
                    .Run();
            }

            if (due != session.SavedDue)
            {
                database
                    .Prepare("UPDATE session SET due = ?1 WHERE no = ?2")
                    .Bind(1, due)
                    .Bind(2, session.Number)
                    .Run();
            }
        }

        (session.Saved, session.SavedMoney, session.SavedDue) = (row, money, due);
    }

    private void SaveAll(HotSession session, ListColumns row, MoneyColumns money, long? due) =>
        database
            .Prepare(
                session.IsNew
                    ? """
                    INSERT INTO session (runner, start, status, duration, has_points, currency, roi, pnl, due, no, id)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                    """
                    : """
                    UPDATE session
                    SET runner = ?1, start = ?2, status = ?3, duration = ?4, has_points = ?5, currency = ?6, roi = ?7, pnl = ?8, due = ?9
                    WHERE no = ?10 AND id = ?11
                    """
            )
            .Bind(1, row.Runner)
            .Bind(2, row.Start)
            .Bind(3, row.Status)
            .Bind(4, row.Duration)
            .Bind(5, row.HasPoints ? 1 : 0)
            .Bind(6, row.Currency)
            .Bind(7, money.Roi)
            .Bind(8, money.Pnl)
            .Bind(9, due)
            .Bind(10, session.Number)
            .Bind(11, session.State.Id)
            .Run();
}

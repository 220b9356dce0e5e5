using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Write;

/// <summary>
/// Takes a batch's events and points into their sessions' states, and collects the rows that have to be written. What
/// is known of an event are the rows that the session's state takes in; others are a failed batch's, or will be met
/// again when their writer is caught up with.
/// </summary>
internal sealed class PendingBatch(
    WriterIdentity identity,
    IReadOnlyDictionary<string, LoadedSession> sessions,
    Dictionary<(string Session, long Id), List<EventRow>> known,
    Dictionary<GaugePoint, double> knownPoints,
    Coverage committed
)
{
    private readonly Dictionary<(string Session, long Id), EventRow> _events = [];
    private readonly Dictionary<GaugePoint, PointRow> _points = [];

    public IReadOnlyCollection<EventRow> Events => _events.Values;

    public IReadOnlyCollection<PointRow> Points => _points.Values;

    /// <summary>Whether anything has to be stored but the sessions' states.</summary>
    public bool HasRows => _events.Count > 0 || _points.Count > 0;

    /// <summary>Places before which a beat now says something else than it did.</summary>
    public List<(string Session, EventCursor Before)> Touches { get; } = [];

    public int Added { get; private set; }

    public int Merged { get; private set; }

    public int Known { get; private set; }

    public void Take(SessionEvent e, DateTimeOffset at)
    {
        var session = sessions[e.SessionId];
        var id = e.Id;
        var rows = Covered(session, (e.SessionId, id.Value));
        if (rows.Count == 0)
        {
            TakeNew(session, e, id, at);
            return;
        }

        TakeMore(session, e, SettledEvent.Of(rows).Event, rows, id, at);
    }

    /// <returns>Whether the point says anything new.</returns>
    public bool Take(in GaugePoint point, DateTimeOffset at)
    {
        var session = sessions[point.SessionId];
        var key = PointRow.KeyOf(point);
        if (knownPoints.TryGetValue(key, out var value) && value >= point.Value)
        {
            session.State.Liveness.Signal(at);
            return false;
        }

        knownPoints[key] = point.Value;
        _points[key] = new PointRow(identity.Writer, identity.Next(), at, point);
        session.HasPoints = true;
        session.State.Apply(point, at);
        Touches.Add(
            (
                point.SessionId,
                new EventCursor(point.Timestamp + BeatFigures.Slack, new EventId(long.MaxValue))
            )
        );
        return true;
    }

    /// <summary>
    /// Writes an event again as it is, so that the live tail shows it again. One that the state has not taken in is left:
    /// a row of this writer would say that it has.
    /// </summary>
    public void Touch(List<EventRow> rows, DateTimeOffset at)
    {
        var key = rows[0].Key;
        rows = rows.FindAll(row => IsTakenIn(sessions[key.Session], row));
        if (rows.Count > 0 && !_events.ContainsKey(key))
        {
            Put(SettledEvent.Of(rows).Event, rows[0].Id, rows, at);
        }
    }

    private void TakeNew(LoadedSession session, SessionEvent e, EventId id, DateTimeOffset at)
    {
        session.NeedsRefold |= SessionFold.Take(session.State, null, e, at);
        Put(e, id, [], at);
        Added++;
        if (e.Type == EventType.Heartbeat && session.HasPoints)
        {
            Touches.Add((e.SessionId, EventCursor.Of(e)));
        }
    }

    private void TakeMore(
        LoadedSession session,
        SessionEvent e,
        SessionEvent before,
        List<EventRow> rows,
        EventId id,
        DateTimeOffset at
    )
    {
        var merged = SessionEvent.Merge(before, e);
        session.NeedsRefold |= SessionFold.Take(session.State, before, merged, at);
        if (merged != before)
        {
            Put(merged, id, rows, at);
            Merged++;
            if (
                e.Type == EventType.Heartbeat
                && merged.Timestamp != before.Timestamp
                && session.HasPoints
            )
            {
                Touches.Add((e.SessionId, EventCursor.Of(merged)));
            }

            return;
        }

        Known++;
        if (
            !rows.Exists(row =>
                row.Writer == identity.Writer || committed.Has(row.Writer, row.Position)
            )
        )
        {
            Put(merged, id, rows, at);
        }
    }

    private List<EventRow> Covered(LoadedSession session, (string Session, long Id) key)
    {
        var rows = known.GetValueOrDefault(key) ?? [];
        rows.RemoveAll(row => !IsTakenIn(session, row));
        return rows;
    }

    private bool IsTakenIn(LoadedSession session, EventRow row) =>
        row.Writer == identity.Writer || row.IsIn(session.Covers);

    private void Put(
        SessionEvent e,
        EventId id,
        IReadOnlyCollection<EventRow> rows,
        DateTimeOffset at
    )
    {
        var own = rows.FirstOrDefault(row => row.Writer == identity.Writer);
        var position = identity.Next();
        var row = new EventRow(identity.Writer, position, own?.First ?? position, at, id, e);
        _events[row.Key] = row;
        sessions[e.SessionId].TakenIn.Add(id.Value);
        known[row.Key] = [.. rows.Where(other => other.Writer != identity.Writer), row];
    }
}

using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Finds the session of every event of a batch, lets wait what has none yet, and gives out the rest by session in
/// order of time, so that neighbours in the indexes are written together.
/// </summary>
internal sealed class Arrivals(
    SessionCache sessions,
    TraceTable traces,
    OrphanBuffer orphans,
    Numbers numbers
)
{
    // A batch comes from many sessions in turn: a sort of all of it would compare far more than it has to.
    private readonly SessionOrder _order = new();

    /// <param name="Session">Where it belongs.</param>
    /// <param name="Id">Its identity, computed once.</param>
    /// <param name="Event">The event.</param>
    /// <param name="At">When it arrived.</param>
    public readonly record struct Arrival(
        HotSession Session,
        EventId Id,
        SessionEvent Event,
        DateTimeOffset At
    );

    /// <returns>The events to apply, how many wait, and how many had to give way. The list is reused.</returns>
    public (List<Arrival> Ready, int Waiting, int Refused) Sort(WriteBatch batch)
    {
        _order.Clear();
        foreach (var e in batch.Events)
        {
            if (e is { Type: EventType.RunnerStart, SessionId.Length: > 0 })
            {
                sessions.Get(e.SessionId).NoteStart(e.Timestamp);
            }
        }

        foreach (var e in batch.Events)
        {
            if (e.SessionId.Length > 0)
            {
                Accept(sessions.Get(e.SessionId), e, batch.ArrivedAt);
            }
        }

        var (waits, refused) = (0, 0);
        foreach (var e in batch.Events)
        {
            if (e.SessionId.Length > 0)
            {
                continue;
            }

            if (e.TraceId is null)
            {
                refused++;
            }
            else if (
                traces.Find(e.TraceId) is { } trace
                && sessions.Get(trace.Session) is { } owner
            )
            {
                Add(owner, e with { SessionId = owner.State.Id }, batch.ArrivedAt);
            }
            else
            {
                waits++;
                refused += orphans.Add(e, batch.ArrivedAt);
            }
        }

        return (_order.Sorted(), waits, refused);
    }

    private void Accept(HotSession session, SessionEvent e, DateTimeOffset at)
    {
        Add(session, e, at);
        if (e.TraceId is not { } id || traces.Find(id) is not null)
        {
            return;
        }

        traces.Add(++numbers.Trace, id, session.Number);
        foreach (var (waited, arrivedAt) in orphans.Take(id, session.State.Id))
        {
            Add(session, waited, arrivedAt);
        }
    }

    private void Add(HotSession session, SessionEvent e, DateTimeOffset at)
    {
        var normal = EventInsert.Normal(
            BeatGeneration.Stamp(e, session.FirstStart, session.LatestStart)
        );
        _order.Add(new Arrival(session, normal.Id, normal, at));
    }
}

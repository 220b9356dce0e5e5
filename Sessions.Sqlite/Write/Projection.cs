using Sessions.Sqlite.CustomFigures;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Applies events and points to the tables and to their session's state, so that both say what the set of all that
/// was ever stated says, whatever the order.
/// </summary>
internal sealed class Projection(
    EventTable events,
    EventOrder order,
    PointTable points,
    FigureTable figures,
    SessionCache sessions
)
{
    /// <summary>What became of an event.</summary>
    public enum Outcome
    {
        Added,
        Merged,
        Known,
    }

    public Outcome Apply(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        sessions.MarkDirty(session);
        return events.TryInsert(session, e, id, arrivedAt)
            ? Added(session, e, id, arrivedAt)
            : Merge(session, e, id, arrivedAt);
    }

    /// <returns>Whether the point says anything new.</returns>
    public bool Apply(HotSession session, in GaugePoint point, DateTimeOffset arrivedAt)
    {
        sessions.MarkDirty(session);
        if (!points.TryStore(session, point))
        {
            session.State.Liveness.Signal(arrivedAt);
            return false;
        }

        session.HasPoints = true;
        session.State.Apply(point, arrivedAt);
        events.TouchBeatBefore(
            session,
            point.Timestamp + BeatFigures.Slack,
            new EventId(long.MaxValue),
            arrivedAt
        );
        return true;
    }

    /// <returns>False when the session has as many figures as it may have.</returns>
    public bool Apply(HotSession session, FigurePoint point, DateTimeOffset arrivedAt)
    {
        sessions.MarkDirty(session);
        session.Figures ??= figures.Load(session.Number);
        if (!figures.TryApply(session.Figures, session.Number, point))
        {
            session.State.LeaveFigureOut(arrivedAt);
            return false;
        }

        session.State.ApplyFigures(point.Timestamp, point.Timestamp, arrivedAt);
        return true;
    }

    private Outcome Added(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        session.State.Apply(e, null, arrivedAt);
        if (e.Type == EventType.Heartbeat && session.HasPoints)
        {
            TouchBeatBefore(session, e, id, arrivedAt);
        }

        return Outcome.Added;
    }

    private Outcome Merge(HotSession session, SessionEvent e, EventId id, DateTimeOffset arrivedAt)
    {
        var known = events.Find(session, e, id)!;
        var merged = SessionEvent.Merge(known.Event, e);
        if (merged == known.Event)
        {
            session.State.Liveness.Signal(arrivedAt);
            return Outcome.Known;
        }

        events.Replace(session, merged, id, known, arrivedAt);
        var hasMoved = merged.Timestamp != known.Event.Timestamp;
        if (hasMoved && e.Type == EventType.Heartbeat && session.HasPoints)
        {
            TouchBeatBefore(session, merged, id, arrivedAt);
            TouchBeatBefore(session, known.Event, id, arrivedAt);
        }

        var wasLast = known.Event.Timestamp == session.State.LastEventAt;
        session.State.Apply(merged, known.Event, arrivedAt);
        if (SessionState.NeedsRefold(merged, known.Event))
        {
            Refold(session);
        }
        else if (wasLast && hasMoved)
        {
            CorrectLastEvent(session);
        }

        return Outcome.Merged;
    }

    private void TouchBeatBefore(
        HotSession session,
        SessionEvent beat,
        EventId id,
        DateTimeOffset arrivedAt
    )
    {
        // Its window now ends where this beat's begins.
        if (points.Any(session.Number, beat.Timestamp - BeatFigures.Slack))
        {
            events.TouchBeatBefore(session, beat.Timestamp, id, arrivedAt);
        }
    }

    private void CorrectLastEvent(HotSession session)
    {
        var latest = order.LatestTime(session)!.Value;
        var point = points.LatestTime(session.Number);
        session.State.CorrectLastEventAt(point > latest ? point.Value : latest);
    }

    /// <summary>Folds again what a batch made necessary; once for all of it, before the states are written.</summary>
    public void FoldStale(IEnumerable<HotSession> changed)
    {
        foreach (var session in changed)
        {
            if (session.State.IsStale)
            {
                Refold(session);
            }
        }
    }

    private void Refold(HotSession session) =>
        session.State = session.State.Refold(
            events.All(session),
            points.All(session.Number, session.State.Id)
        );
}

using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Schema;

/// <summary>
/// Gives the starts and ends of phases in a file of an earlier version the identity that they have now, by trace and
/// span instead of span alone: what is told of them again is known.
/// </summary>
internal static class PhaseIdentities
{
    /// <summary>Within the migration to schema 7, before its indexes of identities are there.</summary>
    public static void Rewrite(Database database)
    {
        database.Execute("DROP INDEX event_identity");
        foreach (var session in Sessions(database))
        {
            foreach (var kind in KindScan.Of(database, session))
            {
                if (kind.Type is EventType.PhaseStart or EventType.PhaseEnd)
                {
                    Rewrite(database, session, kind);
                }
            }
        }
    }

    private static List<long> Sessions(Database database)
    {
        var sessions = new List<long>();
        var query = database.Prepare("SELECT no FROM session");
        while (query.Step())
        {
            sessions.Add(query.Int64(0));
        }

        return sessions;
    }

    private static void Rewrite(Database database, long session, EventKind kind)
    {
        var events = new List<(long Position, long Id, bool HasEquity)>();
        var query = database
            .Prepare(
                """
                SELECT e.position, t.id, e.span, e.equity FROM event e INDEXED BY event_order JOIN trace t ON t.no = e.trace
                WHERE e.session = ?1 AND e.kind = ?2 AND e.span IS NOT NULL
                """
            )
            .Bind(1, session)
            .Bind(2, kind.Value);
        while (query.Step())
        {
            var id = EventId.Of(
                new SessionEvent
                {
                    SessionId = "",
                    Type = kind.Type,
                    Timestamp = default,
                    TraceId = query.HexOrNull(1),
                    SpanId = query.HexOrNull(2),
                }
            );
            events.Add((query.Int64(0), id.Value, !query.IsNull(3)));
        }

        foreach (var (position, id, hasEquity) in events)
        {
            database
                .Prepare("UPDATE event SET id = ?2 WHERE position = ?1")
                .Bind(1, position)
                .Bind(2, id)
                .Run();
            if (hasEquity)
            {
                // Chunks name the events of their values; without any the curve is read from the events.
                database.Prepare("DELETE FROM curve WHERE session = ?1").Bind(1, session).Run();
            }
        }
    }
}

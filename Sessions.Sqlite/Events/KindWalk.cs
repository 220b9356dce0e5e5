using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Events;

/// <summary>The kinds of events that a session has: a loose walk over the order index, one seek for each kind.</summary>
internal static class KindWalk
{
    public static List<EventKind> Of(Database database, long session)
    {
        var kinds = new List<EventKind>();
        var next = database.Prepare("SELECT min(kind) FROM event WHERE session = ?1 AND kind > ?2");
        var kind = -1L;
        while (true)
        {
            next.Bind(1, session).Bind(2, kind);
            var found = next.Step() ? next.Int64OrNull(0) : null;
            next.Reset();
            if (found is not { } value)
            {
                return kinds;
            }

            kinds.Add(new EventKind(value));
            kind = value;
        }
    }
}

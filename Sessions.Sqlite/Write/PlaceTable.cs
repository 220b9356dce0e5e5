using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The order of each session's events, for the writer. A new event's place is recent: its row says which event of the
/// session came before it, and no index is touched. When a session has enough of them, they are settled: they go into
/// the table <c>place_settled</c> together, mostly onto one page. Many events of one session in one batch are settled
/// at once.
/// </summary>
/// <param name="database">The writer's connection.</param>
/// <param name="least">So many recent places a session has before they are settled, and up to twice as many.</param>
internal sealed class PlaceTable(Database database, int least)
{
    /// <summary>So many of one session in one batch are worth a page of their own.</summary>
    private const int Many = 8;

    /// <summary>So many may have to be read with a session that the writer did not keep in memory.</summary>
    private const int Few = 8;

    private readonly RowInsert<(long Session, Place Place)> _settled = new(
        database,
        "INSERT INTO place_settled (session, kind, time, id, position)",
        columns: 5,
        static (Statement insert, int first, in (long Session, Place Place) row) =>
            insert
                .Bind(first, row.Session)
                .Bind(first + 1, row.Place.Kind.Value)
                .Bind(first + 2, row.Place.Time)
                .Bind(first + 3, row.Place.Id)
                .Bind(first + 4, row.Place.Position)
    );

    /// <summary>How many positions before a new event the one stands that it follows in the chain; null when it begins one or is settled at once.</summary>
    public static long? Back(HotSession session, long position) =>
        IsSettledAtOnce(session) || session.Recent.Count == 0
            ? null
            : position - session.Recent[^1].Position;

    /// <summary>Takes the place of a new event, whose row says what <see cref="Back"/> said.</summary>
    public void Add(HotSession session, in EventRow row)
    {
        var place = new Place(row.Kind, row.Event.Timestamp.UtcTicks, row.Id.Value, row.Position);
        if (IsSettledAtOnce(session))
        {
            _settled.Add((session.Number, place));
        }
        else
        {
            session.Recent.Add(place);
        }
    }

    /// <summary>The position of an event whose place is recent, or was taken and is not in the table yet.</summary>
    public long? Find(HotSession session, EventType type, long time, EventId id)
    {
        bool Is(Place place) =>
            place.Id == id.Value && place.Time == time && place.Kind.Type == type;
        foreach (var place in session.Recent)
        {
            if (Is(place))
            {
                return place.Position;
            }
        }

        foreach (ref readonly var row in _settled.Waiting)
        {
            if (row.Session == session.Number && Is(row.Place))
            {
                return row.Place.Position;
            }
        }

        return null;
    }

    /// <summary>Settles all places of a session: before its order is asked for, and before an event of it goes or moves.</summary>
    public void Settle(HotSession session)
    {
        TakeRecent(session);
        Flush();
    }

    /// <summary>Settles where enough has gathered, before the sessions' states are written.</summary>
    public void SettleFull(IReadOnlyList<HotSession> sessions)
    {
        foreach (var session in sessions)
        {
            if (IsFull(session))
            {
                TakeRecent(session);
            }
        }
    }

    /// <summary>Inserts what was taken, before the table is read or changed by other statements.</summary>
    public void Flush() => _settled.Flush();

    /// <summary>Forgets what was taken, after a transaction was undone.</summary>
    public void Clear() => _settled.Clear();

    private static bool IsSettledAtOnce(HotSession session) => session.Arriving >= Many;

    private void TakeRecent(HotSession session)
    {
        session.Recent.Sort();
        foreach (var place in session.Recent)
        {
            _settled.Add((session.Number, place));
        }

        session.Recent.Clear();
        session.IsReread = false;
    }

    /// <summary>
    /// Sessions that send in turn would all be full at the same time: each bound is another. One that was read anew may
    /// soon be read again, and its chain with it: that is kept short.
    /// </summary>
    private bool IsFull(HotSession session)
    {
        var recent = session.Recent;
        return recent.Count > 0
            && recent.Count
                >= (session.IsReread ? Math.Min(Few, least) : least + recent[0].Position % least);
    }
}

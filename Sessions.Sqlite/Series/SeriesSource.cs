using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Series;

/// <summary>The items of a session as its events and gauge points state them.</summary>
internal sealed class SeriesSource(Database database, NameTable names)
{
    /// <summary>Word for word the condition of the index <c>event_value</c>: values of events other than heartbeats.</summary>
    public const string ValueCondition = "equity IS NOT NULL AND kind >> 4 & 15 <> 5";

    /// <summary>The item that an event becomes; null when it has neither a beat nor equity.</summary>
    public static SeriesItem? Of(SessionEvent e, EventId id)
    {
        var equity = e.Figures?.Equity ?? double.NaN;
        return e.Type == EventType.Heartbeat || !double.IsNaN(equity)
            ? new SeriesItem(e.Timestamp.UtcTicks, id.Value, e.Type == EventType.Heartbeat, equity)
            : null;
    }

    /// <summary>All items after a place, in order.</summary>
    public List<SeriesItem> ReadAfter(long session, bool hasPoints, Place after)
    {
        var items = new List<SeriesItem>();
        var kinds = KindScan.Beats(database, session);
        foreach (var kind in kinds)
        {
            var beats = database
                .Prepare(
                    """
                    SELECT time, id, equity FROM event INDEXED BY event_order
                    WHERE session = ?1 AND kind = ?4 AND (time, id) > (?2, ?3) ORDER BY time, id
                    """
                )
                .Bind(4, kind.Value);
            Read(beats, session, after, isBeat: true, items);
        }

        Read(
            database.Prepare(
                $"""
                SELECT time, id, equity FROM event INDEXED BY event_value
                WHERE session = ?1 AND (time, id) > (?2, ?3) AND {ValueCondition} ORDER BY time, id
                """
            ),
            session,
            after,
            isBeat: false,
            items
        );
        items.Sort();
        return hasPoints ? items.ConvertAll(item => Join(session, kinds, item)) : items;
    }

    /// <summary>A beat with the equity that the points of its window add.</summary>
    public SeriesItem Join(long session, IReadOnlyList<EventKind> beatKinds, SeriesItem item)
    {
        if (!item.IsBeat)
        {
            return item;
        }

        var beat = new SessionEvent
        {
            SessionId = "",
            Type = EventType.Heartbeat,
            Timestamp = EventReader.Time(item.Time),
            Figures = item.HasEquity ? new Figures { Equity = item.Equity } : null,
        };
        var joined = BeatJoin.Join(database, names, session, beatKinds, beat, new EventId(item.Id));
        return item with { Equity = joined.Figures?.Equity ?? double.NaN };
    }

    private static void Read(
        Statement query,
        long session,
        Place after,
        bool isBeat,
        List<SeriesItem> items
    )
    {
        query.Bind(1, session).Bind(2, after.Time).Bind(3, after.Id);
        while (query.Step())
        {
            items.Add(
                new SeriesItem(
                    query.Int64(0),
                    query.Int64(1),
                    isBeat,
                    query.DoubleOrNull(2) ?? double.NaN
                )
            );
        }
    }
}

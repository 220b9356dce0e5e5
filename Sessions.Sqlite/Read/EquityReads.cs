using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.EquityAsync"/>.</summary>
internal static class EquityReads
{
    public static EquityCurve Curve(ReadConnection connection, string id, int points)
    {
        if (connection.FindSession(id) is not { } session)
        {
            return EquityCurve.Empty;
        }

        var values = Stated(connection, session.Number);
        if (session.HasPoints)
        {
            values = Joined(connection, session.Number, id);
        }

        values.Sort((a, b) => (a.Timestamp, a.Id.Value).CompareTo((b.Timestamp, b.Id.Value)));
        return EquityReduction.Of(values, points);
    }

    private static List<(DateTimeOffset Timestamp, double Equity, EventId Id)> Stated(
        ReadConnection connection,
        long session
    )
    {
        var query = connection
            .Database.Prepare(
                "SELECT time, equity, id FROM event WHERE session = ?1 AND equity IS NOT NULL"
            )
            .Bind(1, session);
        var values = new List<(DateTimeOffset, double, EventId)>();
        while (query.Step())
        {
            values.Add(
                (
                    EventReader.Time(query.Int64(0)),
                    query.DoubleOrNull(1)!.Value,
                    new EventId(query.Int64(2))
                )
            );
        }

        return values;
    }

    private static List<(DateTimeOffset Timestamp, double Equity, EventId Id)> Joined(
        ReadConnection connection,
        long session,
        string id
    )
    {
        var events = new List<StoredEvent>();
        var query = connection
            .Database.Prepare($"SELECT {EventReader.Columns} FROM event WHERE session = ?1")
            .Bind(1, session);
        while (query.Step())
        {
            events.Add(connection.Rows.Read(query, id));
        }

        BeatReads.Join(connection, session, events);
        return
        [
            .. events
                .Where(s => s.Event.Figures?.Equity is not null)
                .Select(s => (s.Event.Timestamp, s.Event.Figures!.Equity!.Value, s.Event.Id)),
        ];
    }
}

using Sessions.Sqlite.Curve;
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

        var capital = SessionReads.Find(connection, id)?.Header?.InitialCapital;
        return session.HasPoints
            ? EquityReduction.Of(Joined(connection, session.Number, id), points, capital)
            : EquityReduction.Of(
                new StoredCurve(connection.Database, session.Number),
                points,
                capital
            );
    }

    private static List<(DateTimeOffset Timestamp, double Equity, EventId Id)> Joined(
        ReadConnection connection,
        long session,
        string id
    )
    {
        var events = new List<StoredEvent>();
        var query = connection.Database.Prepare(EventReader.OfSession).Bind(1, session);
        while (query.Step())
        {
            events.Add(connection.Rows.Read(query, id));
        }

        BeatReads.Join(connection, session, events);
        return
        [
            .. events
                .Where(s => s.Event.Figures?.Equity is not null)
                .OrderBy(s => EventCursor.Of(s.Event))
                .Select(s => (s.Event.Timestamp, s.Event.Figures!.Equity!.Value, s.Event.Id)),
        ];
    }
}

using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Curve;

/// <summary>Equity as the events themselves state it.</summary>
internal static class StatedEquity
{
    /// <summary>Appends a session's values after a place, in order.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="recent">Its places that are not settled.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="values">Takes them.</param>
    public static void ReadAfter(
        Database database,
        long session,
        IReadOnlyCollection<Place> recent,
        CurveValue after,
        List<CurveValue> values
    )
    {
        var first = values.Count;
        foreach (var kind in KindWalk.Settled(database, session))
        {
            var query = database
                .Prepare(
                    """
                    SELECT place.time, place.id, equity FROM place_settled AS place CROSS JOIN event USING (position)
                    WHERE place.session = ?1 AND place.kind = ?2 AND (place.time, place.id) > (?3, ?4) AND equity IS NOT NULL
                    ORDER BY place.time, place.id
                    """
                )
                .Bind(1, session)
                .Bind(2, kind.Value)
                .Bind(3, after.Time)
                .Bind(4, after.Id);
            while (query.Step())
            {
                values.Add(
                    new CurveValue(query.Int64(0), query.Int64(1), query.DoubleOrNull(2) ?? 0)
                );
            }
        }

        var value = database.Prepare("SELECT equity FROM event WHERE position = ?1");
        foreach (var place in recent)
        {
            if ((place.Time, place.Id).CompareTo((after.Time, after.Id)) > 0)
            {
                // A place that its event is about to follow has no row yet.
                if (value.Bind(1, place.Position).Step() && value.DoubleOrNull(0) is { } equity)
                {
                    values.Add(new CurveValue(place.Time, place.Id, equity));
                }

                value.Reset();
            }
        }

        values.Sort(first, values.Count - first, Comparer<CurveValue>.Default);
    }
}

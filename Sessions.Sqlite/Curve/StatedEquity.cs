using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Curve;

/// <summary>Equity as the events themselves state it.</summary>
internal static class StatedEquity
{
    /// <summary>Appends a session's values after a place, in order.</summary>
    public static void ReadAfter(
        Database database,
        long session,
        CurveValue place,
        List<CurveValue> values
    )
    {
        var first = values.Count;
        foreach (var kind in KindWalk.Of(database, session))
        {
            var query = database
                .Prepare(
                    """
                    SELECT place.time, place.id, equity FROM place CROSS JOIN event ON event.position = place.position
                    WHERE place.session = ?1 AND place.kind = ?2 AND (place.time, place.id) > (?3, ?4) AND equity IS NOT NULL
                    ORDER BY place.time, place.id
                    """
                )
                .Bind(1, session)
                .Bind(2, kind.Value)
                .Bind(3, place.Time)
                .Bind(4, place.Id);
            while (query.Step())
            {
                values.Add(
                    new CurveValue(query.Int64(0), query.Int64(1), query.DoubleOrNull(2) ?? 0)
                );
            }
        }

        values.Sort(first, values.Count - first, Comparer<CurveValue>.Default);
    }
}

using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Curve;

/// <summary>Equity as the events themselves state it.</summary>
internal static class StatedEquity
{
    /// <summary>Appends a session's values after a place, in order.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="session">The session's number.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="values">Takes them.</param>
    public static void ReadAfter(
        Database database,
        long session,
        CurveValue after,
        List<CurveValue> values
    )
    {
        var first = values.Count;
        foreach (var kind in KindScan.Of(database, session))
        {
            var query = database
                .Prepare(
                    """
                    SELECT time, id, equity FROM event INDEXED BY event_order
                    WHERE session = ?1 AND kind = ?2 AND (time, id) > (?3, ?4) AND equity IS NOT NULL
                    ORDER BY time, id
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

        values.Sort(first, values.Count - first, Comparer<CurveValue>.Default);
    }
}

using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Curve;

/// <summary>Reads the stored chunks of a session's equity.</summary>
internal static class CurveRows
{
    /// <summary>Up to which place they go; before everything when there is none.</summary>
    public static CurveValue Last(Database database, long session)
    {
        var query = database
            .Prepare(
                "SELECT time, id FROM curve WHERE session = ?1 ORDER BY time DESC, id DESC LIMIT 1"
            )
            .Bind(1, session);
        if (!query.Step())
        {
            return CurveValue.First;
        }

        var last = new CurveValue(query.Int64(0), query.Int64(1), 0);
        query.Reset();
        return last;
    }
}

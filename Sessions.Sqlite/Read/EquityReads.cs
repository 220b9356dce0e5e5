using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.EquityAsync"/>.</summary>
internal static class EquityReads
{
    public static EquityCurve Curve(ReadConnection connection, string id, int points) =>
        connection.FindSession(id) is { } session
            ? EquityReduction.Of(
                new StoredCurve(connection.Series(session)),
                points,
                SessionReads.Find(connection, id)?.Header?.InitialCapital
            )
            : EquityCurve.Empty;
}

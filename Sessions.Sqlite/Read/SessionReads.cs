using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>Single sessions, their spark lines and what earlier sessions of a runner teach.</summary>
internal static class SessionReads
{
    private const int HistorySessions = 50;

    public static SessionState? Find(ReadConnection connection, string id)
    {
        var query = connection
            .Database.Prepare("SELECT state FROM session WHERE id = ?1")
            .Bind(1, id);
        if (!query.Step())
        {
            return null;
        }

        var state = SessionStateJson.Read(query.Blob(0));
        query.Reset();
        return state;
    }

    public static RunnerHistory History(
        ReadConnection connection,
        string runner,
        DateTimeOffset before
    )
    {
        var query = connection
            .Database.Prepare(
                """
                SELECT state FROM session INDEXED BY session_runner
                WHERE runner = ?1 AND start < ?2 AND status = ?3 ORDER BY start DESC, no DESC LIMIT ?4
                """
            )
            .Bind(1, runner)
            .Bind(2, before.UtcTicks)
            .Bind(3, (long)SessionStatus.Success)
            .Bind(4, HistorySessions);
        return RunnerHistory.Of(States(query));
    }

    /// <summary>
    /// Beats are numbered from 1, so evenly spaced numbers are found by a seek each; what is missing there is left out.
    /// </summary>
    public static IReadOnlyList<double>? SparkLine(ReadConnection connection, string id, int points)
    {
        if (
            connection.FindSession(id) is not { } session
            || Find(connection, id) is not { } state
            || (state.LatestEquity is null && state.LatestPnl is null)
        )
        {
            return null;
        }

        var values = new List<double>(points);
        var query = connection.Database.Prepare(
            $"SELECT id, equity FROM event WHERE session = ?1 AND id >= ?2 AND {IdentityIndex.Condition} ORDER BY id LIMIT 1"
        );
        var last = Math.Max(state.Counts.Beats, 1);
        var seeks = Math.Max(points, 2) - 1;
        var found = 0L;
        for (var i = 0; i < seeks; i++)
        {
            query
                .Bind(1, session.Number)
                .Bind(2, Math.Max(found + 1, 1 + (long)((double)(last - 1) * i / seeks)));
            if (!query.Step())
            {
                break;
            }

            found = query.Int64(0);
            if (query.DoubleOrNull(1) is { } equity)
            {
                values.Add(equity);
            }

            query.Reset();
        }

        values.Add(state.CurrentEquity);
        return values;
    }

    public static IEnumerable<SessionState> States(Statement query)
    {
        while (query.Step())
        {
            yield return SessionStateJson.Read(query.Blob(0));
        }
    }
}

using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Answers <see cref="ISessionReader.RunnersAsync"/>: the names stand in a table of their own, and a runner's newest
/// sessions in an index that holds all that is told of them.
/// </summary>
internal static class RunnerReads
{
    public static Page<RunnerSessions> Page(ReadConnection connection, RunnerQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, 500);
        var names = Names(connection, query, limit + 1);
        return new Page<RunnerSessions>(
            [
                .. names
                    .Take(limit)
                    .Select(name =>
                        RunnerSessions.Of(name, Newest(connection, name, out var states), states)
                    )
                    .OfType<RunnerSessions>(),
            ],
            names.Count > limit ? names[limit - 1] : null
        );
    }

    private static List<string> Names(ReadConnection connection, RunnerQuery query, int limit)
    {
        var names = new List<string>();
        var walk = connection.Database.Prepare(
            query.Cursor is null
                ? "SELECT name FROM runner ORDER BY name"
                : "SELECT name FROM runner WHERE name > ?1 ORDER BY name"
        );
        if (query.Cursor is { } after)
        {
            walk.Bind(1, after);
        }

        while (names.Count < limit && walk.Step())
        {
            var name = walk.Text(0);
            if (
                string.IsNullOrEmpty(query.Text)
                || name.Contains(query.Text, StringComparison.OrdinalIgnoreCase)
            )
            {
                names.Add(name);
            }
        }

        walk.Reset();
        return names;
    }

    private static List<RunnerSession> Newest(
        ReadConnection connection,
        string name,
        out Dictionary<string, SessionState> states
    )
    {
        var newest = new List<RunnerSession>();
        var needed = new List<(string Id, long Number)>();
        var walk = connection
            .Database.Prepare(
                """
                SELECT id, no, start, status, duration FROM session INDEXED BY session_runner
                WHERE runner = ?1 ORDER BY start DESC, no DESC LIMIT ?2
                """
            )
            .Bind(1, name)
            .Bind(2, RunnerSessions.MostSessions);
        while (walk.Step())
        {
            var session = new RunnerSession(
                walk.Text(0),
                new DateTimeOffset(walk.Int64(2), TimeSpan.Zero),
                (SessionStatus)walk.Int64(3),
                walk.Int64OrNull(4) is { } ticks ? new TimeSpan(ticks) : null
            );
            if (newest.Count == 0 || !session.HasEnded)
            {
                needed.Add((session.Id, walk.Int64(1)));
            }

            newest.Add(session);
        }

        walk.Reset();
        states = needed.ToDictionary(
            session => session.Id,
            session => State(connection, session.Id, session.Number)
        );
        return newest;
    }

    private static SessionState State(ReadConnection connection, string id, long number)
    {
        var query = connection
            .Database.Prepare("SELECT state FROM session_state WHERE session = ?1")
            .Bind(1, number);
        query.Step();
        var state = StateCodec.Read(id, query.Blob(0));
        query.Reset();
        return state;
    }
}

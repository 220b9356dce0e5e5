namespace Sessions;

/// <summary>A runner's newest sessions in brief: all that its row in a list is made of.</summary>
/// <param name="Name">The runner.</param>
/// <param name="Newest">Newest first, at least one, at most <see cref="MostSessions"/>.</param>
/// <param name="States">By session id: the newest session, and those of the others that have not ended.</param>
public sealed record RunnerSessions(
    string Name,
    IReadOnlyList<RunnerSession> Newest,
    IReadOnlyDictionary<string, SessionState> States
)
{
    /// <summary>How many sessions of a runner are looked at.</summary>
    public const int MostSessions = 50;

    /// <summary>The newest session.</summary>
    public SessionState Latest => States[Newest[0].Id];

    /// <param name="name">The runner.</param>
    /// <param name="newestFirst">Its sessions; those after the first <see cref="MostSessions"/> do not count.</param>
    /// <returns>Null without any session.</returns>
    public static RunnerSessions? Of(string name, IEnumerable<SessionState> newestFirst)
    {
        var sessions = newestFirst.Take(MostSessions).ToArray();
        return Of(
            name,
            Array.ConvertAll(sessions, RunnerSession.Of),
            sessions.ToDictionary(session => session.Id)
        );
    }

    /// <summary>Leaves out sessions whose state is needed and was removed in the meantime.</summary>
    /// <returns>Null when none is left.</returns>
    public static RunnerSessions? Of(
        string name,
        IEnumerable<RunnerSession> newestFirst,
        IReadOnlyDictionary<string, SessionState> states
    )
    {
        var newest = new List<RunnerSession>();
        foreach (var session in newestFirst)
        {
            if ((newest.Count > 0 && session.HasEnded) || states.ContainsKey(session.Id))
            {
                newest.Add(session);
            }
        }

        return newest.Count == 0 ? null : new RunnerSessions(name, newest, states);
    }
}

/// <summary>A session as a list of runners needs it.</summary>
/// <param name="Id">The session.</param>
/// <param name="StartedAt">By the runner's clock, UTC.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Duration">How long it took; null while it runs.</param>
public readonly record struct RunnerSession(
    string Id,
    DateTimeOffset StartedAt,
    SessionStatus Status,
    TimeSpan? Duration
)
{
    public bool HasEnded => Duration is not null;

    public static RunnerSession Of(SessionState session) =>
        new(
            session.Id,
            session.StartedAt,
            session.Status,
            session.EndedAt is { } end ? session.Runtime(end) : null
        );
}

/// <summary>Which runners, by name.</summary>
public sealed record RunnerQuery
{
    /// <summary>Part of the name, whatever the case; no character has a meaning of its own.</summary>
    public string? Text { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="Page{T}.Next"/> of the page before.</summary>
    public string? Cursor { get; init; }
}

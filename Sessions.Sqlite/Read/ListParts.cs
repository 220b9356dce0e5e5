namespace Sessions.Sqlite.Read;

/// <summary>
/// A list as the parts that are found by different indexes: running sessions that are due, ended ones that need attention,
/// and the rest. Each part is a query whose conditions hold for all of its sessions; together they are the list.
/// </summary>
internal static class ListParts
{
    /// <param name="query">All of it.</param>
    /// <param name="separates">Whether running and ended sessions have to be in parts of their own.</param>
    public static IEnumerable<SessionQuery> Of(SessionQuery query, bool separates)
    {
        var statuses = query.Statuses();
        var running = statuses.Where(status => status == SessionStatus.Running).ToArray();
        var ended = statuses.Where(status => status != SessionStatus.Running).ToArray();
        var all = query with { Status = null, DueBy = null, NeedsAttention = false };
        if (query.DueBy is null && !query.NeedsAttention && !separates)
        {
            (ended, running) = ([.. statuses], []);
        }

        if (running.Length > 0)
        {
            yield return all with
            {
                AnyOf = running,
                DueBy = query.DueBy,
            };
        }

        if (ended.Length > 0)
        {
            yield return all with
            {
                AnyOf = ended,
                NeedsAttention = query.NeedsAttention,
            };
        }
    }

    /// <summary>Whether a part lets every status through.</summary>
    public static bool IsAny(SessionQuery part) =>
        part.AnyOf.Count == Enum.GetValues<SessionStatus>().Length;
}

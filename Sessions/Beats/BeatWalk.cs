namespace Sessions;

/// <summary>Reads all beats of a session by pages, for engines that keep no summaries of them.</summary>
internal static class BeatWalk
{
    public static async ValueTask<List<SessionEvent>> AllAsync(
        ISessionReader reader,
        string sessionId,
        CancellationToken cancellationToken
    )
    {
        var beats = new List<SessionEvent>();
        var query = new EventQuery
        {
            SessionId = sessionId,
            Types = [EventType.Heartbeat],
            OldestFirst = true,
            Limit = 10_000,
        };
        do
        {
            var page = await reader.EventsAsync(query, cancellationToken);
            beats.AddRange(page.Items.Select(stored => stored.Event));
            query = query with { After = page.Next };
        } while (query.After is not null);

        return beats;
    }
}

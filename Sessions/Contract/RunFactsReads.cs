namespace Sessions;

/// <summary>Reads what a session stated at its start; it is kept with that event alone, so that a beat does not carry it along.</summary>
public static class RunFactsReads
{
    /// <returns>Null when the session states neither parameters nor an environment.</returns>
    public static async ValueTask<RunFacts?> FindAsync(
        ISessionReader reader,
        string sessionId,
        CancellationToken cancellationToken
    )
    {
        var starts = await reader.EventsAsync(
            new EventQuery { SessionId = sessionId, Types = [EventType.RunnerStart] },
            cancellationToken
        );
        return starts
            .Items.Select(stored => stored.Event.Run)
            .Aggregate((RunFacts?)null, RunFacts.Merge);
    }
}

namespace Sessions.ClickHouse.Read;

/// <summary>Some events of one session, whose beats are to be joined with their points.</summary>
/// <param name="Id">The session.</param>
/// <param name="Events">Its beats are replaced.</param>
internal sealed record SessionBeats(string Id, List<StoredEvent> Events)
{
    /// <summary>Time of the earliest beat; null when there is none.</summary>
    public DateTimeOffset? First { get; } =
        Events
            .Where(stored => stored.Event.Type == EventType.Heartbeat)
            .Min(stored => (DateTimeOffset?)stored.Event.Timestamp);
}

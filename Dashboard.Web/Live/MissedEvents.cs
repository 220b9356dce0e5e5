using Sessions;

namespace Dashboard.Web.Live;

/// <summary>What a viewer missed before the kept messages begin, asked of the store.</summary>
internal static class MissedEvents
{
    /// <summary>Positions that are looked through for a viewer at most; beyond, the page is loaded anew.</summary>
    public const long Limit = 50_000;

    /// <summary>The session's events after <paramref name="after"/> up to <paramref name="upTo"/>, in commit order.</summary>
    /// <returns>Null when there is more between the two than is looked through.</returns>
    public static async Task<IReadOnlyList<StoredEvent>?> ReadAsync(
        ISessionReader reader,
        string sessionId,
        StorePosition after,
        StorePosition upTo,
        CancellationToken cancellationToken
    )
    {
        if (upTo.Value - after.Value > Limit)
        {
            return null;
        }

        var missed = new List<StoredEvent>();
        await foreach (var batch in reader.FollowAsync(after, cancellationToken))
        {
            missed.AddRange(
                batch.Where(e => e.Event.SessionId == sessionId && e.Position.CompareTo(upTo) <= 0)
            );
            if (batch.Count > 0 && batch[^1].Position.CompareTo(upTo) >= 0)
            {
                break;
            }
        }

        return missed;
    }
}

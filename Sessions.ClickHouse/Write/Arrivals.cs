namespace Sessions.ClickHouse.Write;

/// <summary>Finds the session of every event of a batch, and lets wait what has none yet.</summary>
internal sealed class Arrivals(Traces traces)
{
    /// <param name="Ready">What can be taken in, with its time of arrival, by session in order of time.</param>
    /// <param name="Waiting">How many events wait.</param>
    /// <param name="Refused">How many had to give way.</param>
    public sealed record Sorted(
        List<(SessionEvent Event, DateTimeOffset At)> Ready,
        int Waiting,
        int Refused
    );

    public async Task<Sorted> SortAsync(
        WriteBatch batch,
        WriterIdentity identity,
        CancellationToken cancellationToken
    )
    {
        var ready = new List<(SessionEvent Event, DateTimeOffset At)>(batch.Events.Count);
        var stated = new Dictionary<string, string>(StringComparer.Ordinal);
        var alone = new List<SessionEvent>();
        var refused = 0;
        foreach (var e in batch.Events)
        {
            var normal = Rows.EventRow.Normal(e);
            if (normal.SessionId.Length > 0)
            {
                ready.Add((normal, batch.ArrivedAt));
                if (normal.TraceId is { } trace)
                {
                    stated.TryAdd(trace, normal.SessionId);
                }
            }
            else if (normal.TraceId is null)
            {
                refused++;
            }
            else
            {
                alone.Add(normal);
            }
        }

        await AddNewTracesAsync(stated, ready, identity, cancellationToken);
        var left = await AssignAsync(alone, ready, batch.ArrivedAt, cancellationToken);
        if (left.Count > 0)
        {
            refused += await traces.WaitAsync(left, batch.ArrivedAt, identity, cancellationToken);
            left = await AssignAsync(left, ready, batch.ArrivedAt, cancellationToken);
        }

        return new Sorted(InOrder(ready), left.Count, refused);
    }

    private async Task AddNewTracesAsync(
        Dictionary<string, string> stated,
        List<(SessionEvent Event, DateTimeOffset At)> ready,
        WriterIdentity identity,
        CancellationToken cancellationToken
    )
    {
        foreach (var known in (await traces.FindAsync(stated.Keys, cancellationToken)).Keys)
        {
            stated.Remove(known);
        }

        ready.AddRange(await traces.AddAsync(stated, identity, cancellationToken));
    }

    /// <returns>Those that belong to no known session.</returns>
    private async Task<List<SessionEvent>> AssignAsync(
        List<SessionEvent> alone,
        List<(SessionEvent Event, DateTimeOffset At)> ready,
        DateTimeOffset arrivedAt,
        CancellationToken cancellationToken
    )
    {
        if (alone.Count == 0)
        {
            return alone;
        }

        var owners = await traces.FindAsync(
            alone.Select(e => e.TraceId!).ToHashSet(StringComparer.Ordinal),
            cancellationToken
        );
        var left = new List<SessionEvent>();
        foreach (var e in alone)
        {
            if (owners.TryGetValue(e.TraceId!, out var session))
            {
                ready.Add((e with { SessionId = session }, arrivedAt));
            }
            else
            {
                left.Add(e);
            }
        }

        return left;
    }

    /// <summary>By session, then by place; an event's place is worked out once, for it may be a hash.</summary>
    private static List<(SessionEvent Event, DateTimeOffset At)> InOrder(
        List<(SessionEvent Event, DateTimeOffset At)> events
    )
    {
        var places = events
            .Select(one => (one.Event.SessionId, Place: EventCursor.Of(one.Event)))
            .ToArray();
        var sorted = events.ToArray();
        Array.Sort(
            places,
            sorted,
            Comparer<(string SessionId, EventCursor Place)>.Create(
                (a, b) =>
                    string.CompareOrdinal(a.SessionId, b.SessionId) is var bySession and not 0
                        ? bySession
                        : a.Place.CompareTo(b.Place)
            )
        );
        return [.. sorted];
    }
}

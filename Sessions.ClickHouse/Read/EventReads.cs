using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Read;

/// <summary>
/// Answers <see cref="ISessionReader.EventsAsync"/>. What a step of the walk met at the place of an older row only is met
/// again at its own place.
/// </summary>
internal sealed class EventReads(ClickHouseHttp http, BeatReads beats)
{
    public async Task<Page<StoredEvent>> PageAsync(
        EventQuery query,
        CancellationToken cancellationToken
    )
    {
        if (Start(query) is not { } start)
        {
            return Page<StoredEvent>.Empty;
        }

        var walk = new EventWalk(http, query);
        var limit = Math.Clamp(query.Limit, 1, 10_000);
        var items = new List<StoredEvent>(Math.Min(limit, 256));
        // Some more than needed: a row that has not given way to its newer one yet stands beside it.
        var wanted = limit + 16;
        for (Place? from = start; from is { } begin && items.Count <= limit; )
        {
            var step = await walk.NextAsync(begin, wanted, cancellationToken);
            items.AddRange(
                step.Events.Where(s =>
                        IsBetween(Place.Of(s.Event), begin, step.End, walk.OldestFirst)
                    )
                    .Where(s => IsAsked(s.Event, query))
                    .OrderBy(s => EventCursor.Of(s.Event), Order(walk.OldestFirst))
            );
            from = step.End;
            wanted = Math.Min(4 * wanted, 16_384);
        }

        var hasMore = items.Count > limit;
        var page = hasMore ? items[..limit] : items;
        await beats.JoinAsync([new SessionBeats(query.SessionId, page)], cancellationToken);
        return new Page<StoredEvent>(
            page,
            hasMore ? EventCursor.Of(page[^1].Event).ToString() : null
        );
    }

    /// <summary>Where the walk begins, exclusive; null for a cursor that none of ours is.</summary>
    private static Place? Start(EventQuery query)
    {
        if ((query.After ?? query.Before) is not { } text)
        {
            return query.OldestFirst ? Place.First : Place.Last;
        }

        return EventCursor.TryParse(text, out var cursor)
            ? new Place(cursor.Timestamp.UtcTicks, cursor.Id.Value)
            : null;
    }

    private static bool IsBetween(Place place, Place start, Place? end, bool oldestFirst)
    {
        var sign = oldestFirst ? 1 : -1;
        return sign * place.CompareTo(start) > 0
            && (end is not { } last || sign * place.CompareTo(last) <= 0);
    }

    private static bool IsAsked(SessionEvent e, EventQuery query) =>
        (query.Types.Count == 0 || query.Types.Contains(e.Type))
        && (query.Levels.Count == 0 || query.Levels.Contains(e.Level))
        && (query.Phases.Count == 0 || query.Phases.Contains(e.Phase))
        && !(e.Timestamp < query.From)
        && !(e.Timestamp >= query.To)
        && (
            string.IsNullOrEmpty(query.Text)
            || Says(e.Message, query.Text)
            || Says(e.Checkpoint, query.Text)
            || Says(e.ErrorType, query.Text)
        );

    private static bool Says(string? field, string text) =>
        field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static Comparer<EventCursor> Order(bool oldestFirst) =>
        oldestFirst
            ? Comparer<EventCursor>.Default
            : Comparer<EventCursor>.Create((a, b) => b.CompareTo(a));
}

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
        Place? from = start;
        var text = 0L;
        while (from is { } begin && items.Count <= limit && text <= EventText.Limit)
        {
            var step = await walk.NextAsync(begin, wanted, cancellationToken);
            var known = items.Count;
            items.AddRange(
                step.Events.Where(s =>
                        IsBetween(Place.Of(s.Event), begin, step.End, walk.OldestFirst)
                    )
                    .Where(s => IsAsked(s.Event, query))
                    .OrderBy(s => EventCursor.Of(s.Event), Order(walk.OldestFirst))
            );
            text += EventText.LengthOf(items.Skip(known));
            from = step.End;
            wanted = Math.Min(4 * wanted, 16_384);
        }

        var kept = Math.Min(Fitting(items), limit);
        var hasMore = items.Count > kept || (from is not null && text > EventText.Limit);
        var page = items[..kept];
        await beats.JoinAsync([new SessionBeats(query.SessionId, page)], cancellationToken);
        return new Page<StoredEvent>(
            page,
            hasMore ? EventCursor.Of(page[^1].Event).ToString() : null
        );
    }

    /// <summary>How many of the events hold no more text than a page, the one that goes beyond included.</summary>
    private static int Fitting(List<StoredEvent> items)
    {
        var (count, text) = (0, 0L);
        while (count < items.Count && text <= EventText.Limit)
        {
            text += EventText.LengthOf(items[count++].Event);
        }

        return count;
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

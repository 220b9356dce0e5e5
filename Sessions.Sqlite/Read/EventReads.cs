using Sessions.Sqlite.Events;

namespace Sessions.Sqlite.Read;

/// <summary>Answers <see cref="ISessionReader.EventsAsync"/>.</summary>
internal static class EventReads
{
    /// <summary>Events that are looked at for one page: a text or a phase that is rare goes on from there.</summary>
    public const int MaxVisited = 50_000;

    public static Page<StoredEvent> Page(
        ReadConnection connection,
        EventQuery query,
        int maxVisited = MaxVisited
    )
    {
        if (
            connection.FindSession(query.SessionId) is not { } session
            || Start(query) is not { } start
        )
        {
            return Page<StoredEvent>.Empty;
        }

        var oldestFirst = IsOldestFirst(query);
        var kinds = Kinds(connection, session.Number, query);
        var limit = Math.Clamp(query.Limit, 1, 10_000);
        var items = new List<StoredEvent>(Math.Min(limit, 256));
        using var walk = new EventWalk(connection.Walks, session.Number, kinds, start, oldestFirst);
        var visited = 0;
        var text = 0L;
        EventCursor? last = null;
        string? more = null;
        while (walk.Next() is { } next && IsInside(query, next.Time, oldestFirst))
        {
            if (items.Count < limit && (visited == maxVisited || text > EventText.Limit))
            {
                more = last?.ToString();
                break;
            }

            visited++;
            var stored = connection.ReadEvent(next.Position, query.SessionId);
            last = items.Count < limit ? EventCursor.Of(stored.Event) : last;
            if (!IsOf(query.Phases, stored.Event) || !Says(stored.Event, query.Text))
            {
                continue;
            }

            if (items.Count == limit)
            {
                more = EventCursor.Of(items[^1].Event).ToString();
                break;
            }

            items.Add(stored);
            text += EventText.LengthOf(stored.Event);
        }

        if (session.HasPoints)
        {
            BeatReads.Join(connection, session.Number, items);
        }

        return new Page<StoredEvent>(items, more);
    }

    /// <summary>Kinds of a session's many other phases hold events of phases that were not asked for.</summary>
    private static bool IsOf(IReadOnlyList<string> phases, SessionEvent e) =>
        phases.Count == 0 || (e.Phase is { } phase && phases.Contains(phase));

    /// <summary>Whether a text stands in what the feed shows of an event.</summary>
    public static bool Says(SessionEvent e, string? text) =>
        string.IsNullOrEmpty(text)
        || Contains(e.Message, text)
        || Contains(e.Checkpoint, text)
        || Contains(e.ErrorType, text);

    private static bool Contains(string? field, string text) =>
        field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsOldestFirst(EventQuery query) =>
        query.After is not null || (query.Before is null && query.OldestFirst);

    /// <summary>Where the walk begins, exclusive; null for a cursor that none of ours is.</summary>
    private static (long Time, long Id)? Start(EventQuery query)
    {
        var oldestFirst = IsOldestFirst(query);
        var bound = oldestFirst
            ? (query.From?.UtcTicks - 1 ?? long.MinValue, long.MaxValue)
            : (query.To?.UtcTicks ?? long.MaxValue, long.MinValue);
        if ((query.After ?? query.Before) is not { } text)
        {
            return bound;
        }

        if (!EventCursor.TryParse(text, out var cursor))
        {
            return null;
        }

        var start = (cursor.Timestamp.UtcTicks, cursor.Id.Value);
        return oldestFirst == start.CompareTo(bound) > 0 ? start : bound;
    }

    private static bool IsInside(EventQuery query, long time, bool oldestFirst) =>
        oldestFirst
            ? query.To is not { } to || time < to.UtcTicks
            : query.From is not { } from || time >= from.UtcTicks;

    private static List<EventKind> Kinds(ReadConnection connection, long session, EventQuery query)
    {
        var phases = query.Phases.Select(connection.Names.Find).ToHashSet();
        return KindScan
            .Of(connection.Database, session)
            .FindAll(kind =>
                (query.Types.Count == 0 || query.Types.Contains(kind.Type))
                && (query.Levels.Count == 0 || query.Levels.Contains(kind.Level))
                && (
                    query.Phases.Count == 0
                    || phases.Contains(kind.Phase)
                    || kind.Phase == EventKind.OtherPhases
                )
            );
    }
}

using System.Text;
using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Read;

/// <summary>
/// Answers <see cref="ISessionReader.EventsAsync"/>: candidates in order of time, then all rows of these events, settled.
/// What stood at a candidate's place by an older row only is found again at its own place.
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

        var oldestFirst = IsOldestFirst(query);
        var limit = Math.Clamp(query.Limit, 1, 10_000);
        var items = new List<StoredEvent>(Math.Min(limit, 256));
        var isLast = false;
        // Some more than needed: a row that has not given way to its newer one yet stands beside it.
        var wanted = limit + 16;
        DateTimeOffset? sessionEnd = null;
        while (items.Count <= limit && !isLast)
        {
            var candidates = await CandidatesAsync(query, start, wanted, cancellationToken);
            if (candidates.Count == 0)
            {
                break;
            }

            isLast = candidates.Count < wanted;
            var asked = candidates.Select(place => place.Id).ToHashSet();
            var settled = await http.SettledAsync(
                query.SessionId,
                candidates,
                // The session's end comes along: beats after it do not count.
                MayHaveBeats(query) ? [BeatReads.EndId] : [],
                cancellationToken
            );
            sessionEnd ??= BeatReads.EndAmong(settled);
            var end = isLast ? (Place?)null : candidates[^1];
            items.AddRange(
                settled
                    .Where(s => asked.Contains(s.Event.Id.Value))
                    .Where(s => !BeatReads.IsAfter(sessionEnd, s.Event))
                    .Where(s => IsBetween(PlaceOf(s.Event), start, end, oldestFirst))
                    .Where(s => IsAsked(s.Event, query))
                    .OrderBy(s => EventCursor.Of(s.Event), Order(oldestFirst))
            );
            start = end ?? start;
            // Beats after the end can be many; they are not walked over in small steps.
            wanted = Math.Min(4 * wanted, 16_384);
        }

        var hasMore = items.Count > limit;
        var page = hasMore ? items[..limit] : items;
        await beats.JoinAsync(
            [new SessionBeats(query.SessionId, page, sessionEnd)],
            cancellationToken
        );
        return new Page<StoredEvent>(
            page,
            hasMore ? EventCursor.Of(page[^1].Event).ToString() : null
        );
    }

    private Task<List<Place>> CandidatesAsync(
        EventQuery query,
        Place start,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        var oldestFirst = IsOldestFirst(query);
        var (beyond, order) = oldestFirst ? (">", "ASC") : ("<", "DESC");
        var sql = new StringBuilder(
            FormattableString.Invariant(
                $"SELECT time, id FROM statement WHERE session_id = {{session:String}} AND time {beyond}= {start.Time} AND (time, id) {beyond} ({start.Time}, {start.Id})"
            )
        );
        Among(sql, "type", query.Types.Select(type => (long)type));
        Among(sql, "level", query.Levels.Select(level => (long)level));
        if (query.Phases.Count > 0)
        {
            sql.Append($" AND phase IN ({Sql.Texts(query.Phases)})");
        }

        if (query.From is { } from)
        {
            sql.Append(" AND time >= ").Append(from.UtcTicks);
        }

        if (query.To is { } to)
        {
            sql.Append(" AND time < ").Append(to.UtcTicks);
        }

        var parameters = new List<(string, object)> { ("session", query.SessionId) };
        if (!string.IsNullOrEmpty(query.Text))
        {
            sql.Append(
                " AND (positionCaseInsensitiveUTF8(ifNull(message, ''), {text:String}) > 0 OR positionCaseInsensitiveUTF8(ifNull(checkpoint, ''), {text:String}) > 0 OR positionCaseInsensitiveUTF8(ifNull(error, ''), {text:String}) > 0)"
            );
            parameters.Add(("text", query.Text));
        }

        // The projection by id has these columns too, but would be read whole: only the table is read in order.
        sql.Append(
            $" ORDER BY time {order}, id {order} LIMIT {wanted} SETTINGS optimize_use_projections = 0"
        );
        return http.QueryAsync(
            sql.ToString(),
            (ref Row row) => new Place(row.Int64(), row.Int64()),
            cancellationToken,
            [.. parameters]
        );
    }

    private static bool MayHaveBeats(EventQuery query) =>
        query.Types.Count == 0 || query.Types.Contains(EventType.Heartbeat);

    private static bool IsOldestFirst(EventQuery query) =>
        query.After is not null || (query.Before is null && query.OldestFirst);

    /// <summary>Where the walk begins, exclusive; null for a cursor that none of ours is.</summary>
    private static Place? Start(EventQuery query)
    {
        if ((query.After ?? query.Before) is not { } text)
        {
            return IsOldestFirst(query)
                ? new Place(long.MinValue, long.MinValue)
                : new Place(long.MaxValue, long.MaxValue);
        }

        return EventCursor.TryParse(text, out var cursor)
            ? new Place(cursor.Timestamp.UtcTicks, cursor.Id.Value)
            : null;
    }

    private static Place PlaceOf(SessionEvent e) => new(e.Timestamp.UtcTicks, e.Id.Value);

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

    private static void Among(StringBuilder sql, string column, IEnumerable<long> values)
    {
        var list = Sql.Numbers(values);
        if (list.Length > 0)
        {
            sql.Append($" AND {column} IN ({list})");
        }
    }

    private static Comparer<EventCursor> Order(bool oldestFirst) =>
        oldestFirst
            ? Comparer<EventCursor>.Default
            : Comparer<EventCursor>.Create((a, b) => b.CompareTo(a));
}

using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;

namespace Sessions.ClickHouse.Read;

/// <summary>Reads what was committed beyond what a follower has been given, writer by writer.</summary>
internal sealed class FollowReads(ClickHouseHttp http, BeatReads beats)
{
    private const int Limit = 2000;

    /// <summary>Of the largest events these hold some 20 MB.</summary>
    private const int FirstPart = 64;

    private readonly record struct Stored(ulong Writer, long Position, string Session, long Id);

    /// <summary>
    /// The next events in order of position. <paramref name="given"/> moves on to what they take in; when there are none
    /// it has everything up to <paramref name="heads"/>.
    /// </summary>
    public async Task<List<StoredEvent>> NextAsync(
        Coverage given,
        Coverage heads,
        CancellationToken cancellationToken
    )
    {
        var ranges = heads
            .UpTo.Where(head => !given.Has(head.Key, head.Value))
            .Select(head =>
                FormattableString.Invariant(
                    $"(writer = {head.Key} AND position > {given.Of(head.Key)} AND position <= {head.Value})"
                )
            );
        var rows = await http.QueryAsync(
            $"SELECT writer, position, session_id, id FROM statement WHERE {string.Join(" OR ", ranges)} ORDER BY position LIMIT {Limit}",
            (ref Row row) => new Stored(row.UInt64(), row.Int64(), row.Text(), row.Int64()),
            cancellationToken
        );
        var (events, taken, text) = (new List<StoredEvent>(), 0, 0L);
        while (taken < rows.Count && text <= EventText.Limit)
        {
            var part = rows.GetRange(taken, Fitting(rows.Count - taken, taken, text));
            var found = await EventsAsync(part, cancellationToken);
            events.AddRange(found);
            text += EventText.LengthOf(found);
            taken += part.Count;
        }

        if (taken == rows.Count && rows.Count < Limit)
        {
            given.Add(heads);
        }

        foreach (var row in rows.Take(taken))
        {
            given.Add(row.Writer, row.Position);
        }

        return events;
    }

    /// <summary>How many of the rows to read next: few at first, then as many as go by the size of those.</summary>
    private static int Fitting(int left, int taken, long text) =>
        (int)
            Math.Min(
                left,
                taken == 0 ? FirstPart : (EventText.Limit - text) * taken / Math.Max(text, 1) + 1
            );

    private async Task<List<StoredEvent>> EventsAsync(
        List<Stored> rows,
        CancellationToken cancellationToken
    )
    {
        var newest = new Dictionary<(string Session, long Id), long>();
        foreach (var row in rows)
        {
            newest[(row.Session, row.Id)] = row.Position;
        }

        var settled = await http.SettledAsync(newest.Keys, cancellationToken);
        var sessions = new List<SessionBeats>();
        foreach (var same in settled.GroupBy(s => s.Event.SessionId, StringComparer.Ordinal))
        {
            var own = same.Select(s =>
                    s with
                    {
                        Position = new StorePosition(newest[(same.Key, s.Event.Id.Value)]),
                    }
                )
                .ToList();
            sessions.Add(new SessionBeats(same.Key, own));
        }

        await beats.JoinAsync(sessions, cancellationToken);
        var events = sessions.SelectMany(session => session.Events).ToList();
        events.Sort((a, b) => a.Position.CompareTo(b.Position));
        return events;
    }
}

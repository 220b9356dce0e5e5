using Sessions.ClickHouse.CustomFigures;
using Sessions.ClickHouse.Http;

namespace Sessions.ClickHouse.Rows;

/// <summary>
/// Brings sessions' states up to everything that is committed of them: the newest snapshot, then the rows that it does
/// not take in. With one collector there are none; with several it is what the others wrote since.
/// </summary>
internal sealed class SessionLoader(ClickHouseHttp http)
{
    /// <summary>Sessions by id; those that the store does not have are left out.</summary>
    public async Task<Dictionary<string, LoadedSession>> LoadAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var loaded = new Dictionary<string, LoadedSession>(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            return loaded;
        }

        var rows = await http.QueryAsync(
            $"SELECT {SnapshotRow.ReadColumns} FROM session FINAL WHERE session_id IN ({Sql.Texts(ids)})",
            SnapshotRow.Read,
            cancellationToken
        );
        var heads = new Dictionary<string, Coverage>(StringComparer.Ordinal);
        foreach (var same in rows.GroupBy(row => row.State.Id, StringComparer.Ordinal))
        {
            heads[same.Key] = new Coverage();
            foreach (var row in same)
            {
                heads[same.Key].Add(row.Writer, row.Position);
            }

            var newest = same.MaxBy(row => row.Position)!;
            loaded[same.Key] = new LoadedSession(
                newest.State,
                newest.Covers,
                same.Any(row => row.HasPoints)
            );
        }

        await CatchUpAsync(loaded, heads, cancellationToken);
        foreach (
            var session in loaded.Values.Where(session =>
                session.NeedsRefold || session.State.IsStale
            )
        )
        {
            await RefoldAsync(session, cancellationToken);
        }

        return loaded;
    }

    /// <summary>Takes in what other writers committed, up to where they stand. What needs a new fold is left marked.</summary>
    public async Task CatchUpAsync(
        Dictionary<string, LoadedSession> sessions,
        Dictionary<string, Coverage> heads,
        CancellationToken cancellationToken
    )
    {
        var behind = sessions
            .Where(pair =>
                heads.TryGetValue(pair.Key, out var head) && !pair.Value.Covers.Has(head)
            )
            .ToDictionary(StringComparer.Ordinal);
        if (behind.Count == 0)
        {
            return;
        }

        var rows = await http.QueryAsync(
            EventRow.Select(
                $"(session_id, id) IN (SELECT session_id, id FROM statement WHERE {Missing(behind, heads, "first")})"
            ),
            EventRow.Read,
            cancellationToken
        );
        foreach (var same in rows.GroupBy(row => row.Event.SessionId, StringComparer.Ordinal))
        {
            TakeEvents(behind[same.Key], heads[same.Key], same);
        }

        var points = await http.QueryAsync(
            $"SELECT {PointRow.Columns} FROM point WHERE {Missing(behind, heads, "position")}",
            PointRow.Read,
            cancellationToken
        );
        foreach (var row in points.OrderBy(row => row.Position))
        {
            var session = behind[row.Point.SessionId];
            session.State.Apply(row.Point, row.ArrivedAt);
            session.HasPoints = true;
        }

        foreach (
            var (id, from, until) in await FigureRows.SpansAsync(
                http,
                behind.Keys,
                cancellationToken
            )
        )
        {
            // Nothing arrived by this: when it did is in the snapshot of its writer.
            behind[id]
                .State.ApplyFigures(
                    new DateTimeOffset(from, TimeSpan.Zero),
                    new DateTimeOffset(until, TimeSpan.Zero),
                    DateTimeOffset.MinValue
                );
        }

        foreach (var (id, session) in behind)
        {
            session.Covers.Add(heads[id]);
        }
    }

    /// <summary>Folds a session anew from all rows that it is to take in; what depends on arrival is kept.</summary>
    public async Task RefoldAsync(LoadedSession session, CancellationToken cancellationToken)
    {
        var content = await SessionContent.ReadAsync(
            http,
            session.State.Id,
            session.Covers,
            cancellationToken
        );
        session.State = session.State.Refold(
            content.Events.Select(stored => stored.Event),
            content.Points
        );
        session.NeedsRefold = false;
    }

    private static string Missing(
        Dictionary<string, LoadedSession> behind,
        Dictionary<string, Coverage> heads,
        string upTo
    ) =>
        string.Join(
            " OR ",
            behind.SelectMany(pair =>
                heads[pair.Key]
                    .UpTo.Where(head => !pair.Value.Covers.Has(head.Key, head.Value))
                    .Select(head =>
                        FormattableString.Invariant(
                            $"(session_id = {Sql.Text(pair.Key)} AND writer = {head.Key} AND position > {pair.Value.Covers.Of(head.Key)} AND {upTo} <= {head.Value})"
                        )
                    )
            )
        );

    private static void TakeEvents(LoadedSession session, Coverage head, IEnumerable<EventRow> rows)
    {
        var upTo = new Coverage(session.Covers);
        upTo.Add(head);
        foreach (var same in rows.Where(row => row.IsIn(upTo)).GroupBy(row => row.Id))
        {
            session.TakenIn.Add(same.Key.Value);
            // What the state has taken in comes first, wherever it stands: a writer whose clock is behind, or whose batch
            // lands late, states at an earlier position what is known already.
            var parts = same.Where(row => row.IsIn(session.Covers)).ToList();
            // The older row of a writer, which was taken in, has given way: what was known cannot be told any more.
            session.NeedsRefold |= parts.Exists(row =>
                !session.Covers.Has(row.Writer, row.Position)
            );
            foreach (
                var row in same.Where(row => !row.IsIn(session.Covers)).OrderBy(row => row.Position)
            )
            {
                var before = parts.Count == 0 ? null : SettledEvent.Of(parts).Event;
                parts.Add(row);
                session.NeedsRefold |= SessionFold.Take(
                    session.State,
                    before,
                    SettledEvent.Of(parts).Event,
                    row.ArrivedAt
                );
            }
        }
    }
}

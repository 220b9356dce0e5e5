using Dashboard.Web.Beats;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>Puts a session's beats between its other events.</summary>
internal sealed class FeedGrouping(ISessionReader reader, SessionState session, BeatView beats)
{
    /// <summary>Events other than beats, newest first, each below the beats that followed it.</summary>
    /// <param name="events">The events.</param>
    /// <param name="upper">Only beats before it; null is up to the newest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<FeedRow>> BetweenAsync(
        IReadOnlyList<SessionEvent> events,
        EventCursor? upper,
        CancellationToken cancellationToken
    )
    {
        var places = events.Select(e => (EventCursor?)EventCursor.Of(e)).ToList();
        var intervals = places
            .Prepend(upper)
            .Zip(places, (newer, older) => new BeatInterval(beats, older, newer))
            .ToList();
        var rows = await RowsAsync(intervals, cancellationToken);
        return [.. events.SelectMany((e, i) => rows[i].Append(FeedEntry.Of(e, session)))];
    }

    /// <summary>The beats below all events of a feed, as far as any of them is new enough.</summary>
    public async Task<IReadOnlyList<FeedRow>> BelowAsync(
        EventCursor? lower,
        EventCursor? upper,
        DateTimeOffset? since,
        CancellationToken cancellationToken
    )
    {
        var rows = await RowsAsync([new BeatInterval(beats, lower, upper)], cancellationToken);
        return
        [
            .. rows[0]
                .Where(row =>
                    since is null
                    || (row is BeatGroupRow group ? group.Newest.Timestamp : ((GapRow)row).Gap.To)
                        >= since
                ),
        ];
    }

    /// <summary>Events of all types, newest first, with the gaps between beats.</summary>
    public IReadOnlyList<FeedRow> WithGaps(IReadOnlyList<SessionEvent> events)
    {
        var gaps = beats.Gaps.ToDictionary(gap => gap.LastBeat);
        var rows = new List<FeedRow>(events.Count);
        foreach (var e in events)
        {
            if (gaps.TryGetValue(EventCursor.Of(e), out var gap))
            {
                rows.Add(GapRow.Of(gap, beats));
            }

            rows.Add(FeedEntry.Of(e, session));
        }

        return rows;
    }

    private async Task<List<List<FeedRow>>> RowsAsync(
        List<BeatInterval> intervals,
        CancellationToken cancellationToken
    )
    {
        var groups = await reader.BeatGroupsAsync(
            session.Id,
            [.. intervals.SelectMany(interval => interval.Ranges)],
            cancellationToken
        );
        var rows = new List<List<FeedRow>>();
        var next = 0;
        foreach (var interval in intervals)
        {
            var count = interval.Ranges.Count;
            rows.Add([.. interval.Rows([.. groups.Skip(next).Take(count)])]);
            next += count;
        }

        return rows;
    }
}

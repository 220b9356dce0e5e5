using Dashboard.Web.Api;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>
/// Reads what the list's page shows. Totals are counted over the newest sessions that the filter lets through, bounded
/// and kept for a moment, so that the page is as quick with a hundred thousand sessions as with ten.
/// </summary>
internal sealed class ListReading(
    ISessionReader reader,
    Verdicts verdicts,
    CollectorWatch collector,
    TimeProvider time
)
{
    /// <summary>Sessions that a total counts at most; more are said to be more.</summary>
    public const int Counted = 1_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _counted = new(new MemoryCacheOptions { SizeLimit = 50 });

    public async Task<ListModel> ReadAsync(
        ListFilter filter,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var query = filter.ToQuery(now, zone);
        var page = await FindAsync(filter, query, cancellationToken);
        var all = Fresh(
            await CountedAsync(filter, query with { Cursor = null }, cancellationToken),
            page
        );
        var newest = filter.IsNarrowed
            ? await CountedAsync(new ListFilter(), new SessionQuery(), cancellationToken)
            : all;
        return new ListModel
        {
            Filter = filter,
            Days = await DaysAsync(filter, query, page, all, zone, now, cancellationToken),
            Totals = ListTotals.Of(all.Items, all.Next is not null),
            Unwell = await UnwellAsync(cancellationToken),
            Runners = Names(newest.Items, filter.Runner),
            Telemetry = collector.Health,
            Zone = zone,
            Now = now,
            Next = page.Next,
        };
    }

    /// <summary>What happened among the newest sessions since a moment.</summary>
    public async Task<SinceLook> SinceAsync(
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var query = new SessionQuery { Limit = Counted };
        var newest = await FindAsync(new ListFilter(), query, cancellationToken);
        return SinceLook.Of(newest.Items, since);
    }

    private ValueTask<Page<(SessionState Session, Verdict Verdict)>> FindAsync(
        ListFilter filter,
        SessionQuery query,
        CancellationToken cancellationToken
    ) =>
        filter.Started.Problem is not null
            ? new(new Page<(SessionState, Verdict)>([], null))
            : new(
                SessionsByVerdict.ReadAsync(
                    reader,
                    verdicts,
                    query,
                    filter.Verdict?.Kinds ?? [],
                    cancellationToken
                )
            );

    private async Task<Page<SessionState>> CountedAsync(
        ListFilter filter,
        SessionQuery query,
        CancellationToken cancellationToken
    )
    {
        query = query with { Limit = Counted };
        var key = (query, filter.Verdict);
        if (_counted.TryGetValue(key, out Page<SessionState>? known))
        {
            return known!;
        }

        var page = await FindAsync(filter, query, cancellationToken);
        return _counted.Set(
            key,
            new Page<SessionState>([.. page.Items.Select(item => item.Session)], page.Next),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor }
        );
    }

    private async Task<IReadOnlyList<ListDay>> DaysAsync(
        ListFilter filter,
        SessionQuery query,
        Page<(SessionState Session, Verdict Verdict)> page,
        Page<SessionState> all,
        TimeZoneInfo zone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var sparks = await reader.SparkLinesAsync(
            [.. page.Items.Select(item => item.Session.Id)],
            ListRow.SparkPoints,
            cancellationToken
        );
        var rows = page
            .Items.Select(item => new ListRow(
                item.Session,
                item.Verdict,
                now,
                sparks.GetValueOrDefault(item.Session.Id) ?? []
            ))
            .ToArray();
        if (!filter.IsByDay || rows.Length == 0)
        {
            return rows.Length == 0 ? [] : [new ListDay(null, null, rows)];
        }

        var days = rows.GroupBy(row => ReaderZone.DayOf(row.State.StartedAt, zone)).ToArray();
        // Counted whole, they hold these days' sessions, too.
        var shown = all.Next is null
            ? all
            : Fresh(
                await CountedAsync(
                    filter,
                    Within(query, days.Min(day => day.Key), days.Max(day => day.Key), zone),
                    cancellationToken
                ),
                page
            );
        var totals = shown
            .Items.GroupBy(session => ReaderZone.DayOf(session.StartedAt, zone))
            .ToDictionary(day => day.Key, day => day.ToArray());
        // Where the count was cut off, it is the last day that is not counted whole.
        var last = shown.Next is null ? null : (DateOnly?)totals.Keys.Last();
        return
        [
            .. days.Select(day => new ListDay(
                day.Key,
                day.Key == filter.Continues
                    ? null
                    : ListTotals.Of(
                        totals.GetValueOrDefault(day.Key) ?? [],
                        isCut: day.Key == last
                    ),
                [.. day]
            )),
        ];
    }

    /// <summary>What was counted a moment ago, with the rows as the page shows them: no sum disagrees with its rows.</summary>
    private static Page<SessionState> Fresh(
        Page<SessionState> counted,
        Page<(SessionState Session, Verdict Verdict)> page
    )
    {
        var rows = page.Items.ToDictionary(item => item.Session.Id, item => item.Session);
        return new Page<SessionState>(
            [.. counted.Items.Select(session => rows.GetValueOrDefault(session.Id) ?? session)],
            counted.Next
        );
    }

    private static SessionQuery Within(
        SessionQuery query,
        DateOnly first,
        DateOnly last,
        TimeZoneInfo zone
    )
    {
        var (from, to) = (
            TimeRange.Midnight(first, zone),
            TimeRange.Midnight(last.AddDays(1), zone)
        );
        return query with
        {
            Cursor = null,
            From = query.From > from ? query.From : from,
            To = query.To < to ? query.To : to,
        };
    }

    private async Task<int> UnwellAsync(CancellationToken cancellationToken)
    {
        var unwell = new ListFilter { Verdict = VerdictChoice.Attention };
        return (await CountedAsync(unwell, new SessionQuery(), cancellationToken)).Items.Count;
    }

    private static string[] Names(IEnumerable<SessionState> sessions, string? chosen) =>
        [
            .. sessions
                .Select(session => session.RunnerName)
                .Concat(chosen is null ? [] : [chosen])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}

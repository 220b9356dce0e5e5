using Dashboard.Web.Api;
using Dashboard.Web.Telemetry;
using Microsoft.Extensions.Caching.Memory;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>Reads what the list's page shows.</summary>
internal sealed class ListReading(
    ISessionReader reader,
    SessionsByVerdict sessions,
    TotalsReading totals,
    CollectorWatch collector,
    TimeProvider time
)
{
    /// <summary>Sessions, the newest, that are looked at for the names of runners.</summary>
    private const int Newest = 1_000;

    private static readonly TimeSpan NamesFor = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _names = new(new MemoryCacheOptions());

    public async Task<ListModel> ReadAsync(
        ListFilter filter,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var query = filter.ToQuery(now, zone);
        var page = await FindAsync(filter, query, cancellationToken);
        return new ListModel
        {
            Filter = filter,
            Days = await DaysAsync(filter, query, page, zone, now, cancellationToken),
            Totals = await TotalsAsync(filter, query, cancellationToken),
            Attention = await totals.OfAsync(
                new SessionQuery(),
                VerdictChoice.Attention.Wanted,
                cancellationToken
            ),
            Runners = await NamesAsync(filter.Runner, cancellationToken),
            Telemetry = collector.Health,
            Zone = zone,
            Now = now,
            Next = page.Next,
        };
    }

    private ValueTask<Page<(SessionState Session, Verdict Verdict)>> FindAsync(
        ListFilter filter,
        SessionQuery query,
        CancellationToken cancellationToken
    ) =>
        filter.Started.Problem is not null
            ? new(new Page<(SessionState, Verdict)>([], null))
            : new(sessions.ReadAsync(query, Wanted(filter), cancellationToken));

    private static WantedVerdicts Wanted(ListFilter filter) =>
        filter.Verdict?.Wanted ?? WantedVerdicts.All;

    private async Task<ListTotals> TotalsAsync(
        ListFilter filter,
        SessionQuery query,
        CancellationToken cancellationToken
    ) =>
        filter.Started.Problem is null
            ? await totals.OfAsync(query, Wanted(filter), cancellationToken)
            : new ListTotals(0, 0, 0, []);

    private async Task<IReadOnlyList<ListDay>> DaysAsync(
        ListFilter filter,
        SessionQuery query,
        Page<(SessionState Session, Verdict Verdict)> page,
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

        var days = new List<ListDay>();
        foreach (var day in rows.GroupBy(row => ReaderZone.DayOf(row.State.StartedAt, zone)))
        {
            days.Add(
                new ListDay(
                    day.Key,
                    day.Key == filter.Continues
                        ? null
                        : await TotalsAsync(
                            filter,
                            Within(query, day.Key, zone),
                            cancellationToken
                        ),
                    [.. day]
                )
            );
        }

        return days;
    }

    private static SessionQuery Within(SessionQuery query, DateOnly day, TimeZoneInfo zone)
    {
        var (from, to) = (TimeRange.Midnight(day, zone), TimeRange.Midnight(day.AddDays(1), zone));
        return query with
        {
            From = query.From > from ? query.From : from,
            To = query.To < to ? query.To : to,
        };
    }

    private async Task<IReadOnlyList<string>> NamesAsync(
        string? chosen,
        CancellationToken cancellationToken
    )
    {
        if (!_names.TryGetValue(0, out IReadOnlyList<string>? names))
        {
            var newest = await reader.ListAsync(
                new SessionQuery { Limit = Newest },
                cancellationToken
            );
            names = _names.Set<IReadOnlyList<string>>(
                0,
                [.. newest.Items.Select(session => session.RunnerName).Distinct()],
                NamesFor
            );
        }

        return
        [
            .. names!
                .Concat(chosen is null ? [] : [chosen])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
    }
}

using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Answers <see cref="ISessionReader.TotalsAsync"/> from the index <c>session_totals</c> alone, which is in the order of
/// status, currency and start: of each of the few groups only the part that started in time is walked. Sessions that are
/// due or need attention are few, and have an index of their own.
/// </summary>
internal static class TotalReads
{
    private const string AnyCurrency = "";
    private const string NoCurrency = "AND currency IS NULL";
    private const string OneCurrency = "AND currency = ?2";

    public static SessionTotals Of(ReadConnection connection, SessionQuery query)
    {
        var sum = new SessionTotals.Builder();
        var text = string.IsNullOrEmpty(query.Text)
            ? null
            : TextMatch.Of(connection.Database, query.Text);
        foreach (var part in ListParts.Of(query, separates: false))
        {
            if (part.DueBy is not null || part.NeedsAttention)
            {
                var index = part.NeedsAttention ? "session_attention" : "session_due";
                Add(connection, part, text, index, AnyCurrency, null, sum);
                continue;
            }

            foreach (var status in part.AnyOf)
            {
                var group = part with { AnyOf = [status] };
                Add(connection, group, text, "session_totals", NoCurrency, null, sum);
                foreach (var currency in Currencies(connection.Database, status))
                {
                    Add(connection, group, text, "session_totals", OneCurrency, currency, sum);
                }
            }
        }

        return sum.Build();
    }

    private static void Add(
        ReadConnection connection,
        SessionQuery query,
        TextMatch? text,
        string index,
        string condition,
        string? currency,
        SessionTotals.Builder sum
    )
    {
        var walk = connection.Database.Prepare(
            $"SELECT status, currency, count(*), sum(pnl) FROM session INDEXED BY {index} WHERE 1 {condition} {ListWalks.Filters(query)} {(text is null ? "" : $"AND {TextMatch.ByEither}")} GROUP BY status, currency"
        );
        if (currency is not null)
        {
            walk.Bind(2, currency);
        }

        ListWalks.BindFilters(walk, query);
        text?.Bind(walk);
        while (walk.Step())
        {
            sum.Add(
                (SessionStatus)walk.Int64(0),
                walk.TextOrNull(1) ?? "",
                walk.Int64(2),
                walk.DoubleOrNull(3)
            );
        }
    }

    /// <summary>The currencies that sessions of a status state, a seek for each.</summary>
    private static List<string> Currencies(Database database, SessionStatus status)
    {
        var currencies = new List<string>();
        var next = database.Prepare(
            "SELECT currency FROM session INDEXED BY session_totals WHERE status = ?1 AND currency > ?2 ORDER BY currency LIMIT 1"
        );
        while (next.Bind(1, (long)status).Bind(2, currencies.LastOrDefault() ?? "").Step())
        {
            currencies.Add(next.Text(0));
            next.Reset();
        }

        return currencies;
    }
}

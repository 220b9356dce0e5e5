namespace Sessions;

/// <summary>What all sessions come to that a filter lets through, at one moment and however many they are.</summary>
/// <param name="ByStatus">How many there are of each status that any of them has.</param>
/// <param name="Pnl">Profit and loss by currency (empty where none is stated), of those that state any, by name.</param>
public sealed record SessionTotals(
    IReadOnlyDictionary<SessionStatus, long> ByStatus,
    IReadOnlyList<(string Currency, double Amount)> Pnl
)
{
    public long Count => ByStatus.Values.Sum();

    /// <summary>Adds up by walking over the whole list, for engines that have no totals of their own.</summary>
    public static async ValueTask<SessionTotals> WalkAsync(
        ISessionReader reader,
        SessionQuery query,
        CancellationToken cancellationToken
    )
    {
        var sum = new Builder();
        query = query with { Limit = 1_000, Cursor = null };
        do
        {
            var page = await reader.ListAsync(query, cancellationToken);
            foreach (var session in page.Items)
            {
                sum.Add(session);
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);

        return sum.Build();
    }

    /// <summary>Adds up groups of sessions.</summary>
    public sealed class Builder
    {
        private readonly SortedDictionary<SessionStatus, long> _byStatus = [];
        private readonly SortedDictionary<string, double> _pnl = new(StringComparer.Ordinal);

        /// <param name="status">Of all of them.</param>
        /// <param name="currency">Of all of them; empty where none is stated.</param>
        /// <param name="count">How many.</param>
        /// <param name="pnl">Their sum; null where none of them states any.</param>
        public void Add(SessionStatus status, string currency, long count, double? pnl)
        {
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + count;
            if (pnl is { } amount)
            {
                _pnl[currency] = _pnl.GetValueOrDefault(currency) + amount;
            }
        }

        public void Add(SessionState session, int count = 1)
        {
            var hasMoney = session is not { LatestEquity: null, LatestPnl: null };
            Add(
                session.Status,
                session.Header?.Currency ?? "",
                count,
                hasMoney ? count * session.Pnl : null
            );
        }

        /// <summary>Adds what was added up already.</summary>
        public void Add(SessionTotals totals)
        {
            foreach (var (status, count) in totals.ByStatus)
            {
                Add(status, "", count, null);
            }

            foreach (var (currency, amount) in totals.Pnl)
            {
                _pnl[currency] = _pnl.GetValueOrDefault(currency) + amount;
            }
        }

        public SessionTotals Build() =>
            new(_byStatus, [.. _pnl.Select(sum => (sum.Key, sum.Value))]);
    }
}

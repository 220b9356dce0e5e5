namespace Sessions.Sqlite.Read;

/// <summary>
/// Answers <see cref="ISessionReader.TotalsAsync"/> from the index <c>session_totals</c> alone, which is in the order of
/// the groups; sessions that are due are few, and their rows are visited.
/// </summary>
internal static class TotalReads
{
    public static SessionTotals Of(
        ReadConnection connection,
        SessionQuery query,
        CancellationToken cancellationToken
    )
    {
        var text = string.IsNullOrEmpty(query.Text)
            ? null
            : TextMatch.Of(connection.Database, query.Text);
        var index = query.DueBy is null ? "session_totals" : "session_due";
        var walk = connection.Database.Prepare(
            $"SELECT status, currency, pnl FROM session INDEXED BY {index} WHERE 1 {ListWalks.Filters(query)} {(text is null ? "" : $"AND {TextMatch.ByEither}")}"
        );
        ListWalks.BindFilters(walk, query);
        text?.Bind(walk);
        var sum = new SessionTotals.Builder();
        for (var rows = 0; walk.Step(); rows++)
        {
            if (rows % 1_024 == 0 && cancellationToken.IsCancellationRequested)
            {
                walk.Reset();
                cancellationToken.ThrowIfCancellationRequested();
            }

            sum.Add(
                (SessionStatus)walk.Int64(0),
                walk.TextOrNull(1) ?? "",
                1,
                walk.DoubleOrNull(2)
            );
        }

        return sum.Build();
    }
}

using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Closed trades as a table.</summary>
internal static class TradeCsv
{
    private static readonly string[] Columns =
    [
        "timestamp",
        "phase",
        "id",
        "symbol",
        "side",
        "quantity",
        "entry_price",
        "exit_price",
        "entry_time",
        "exit_time",
        "pnl",
        "fees",
        "currency",
    ];

    public static CsvResult Of(SessionState session, Page<StoredEvent> page) =>
        new(
            $"{FileNames.Of(session)}-trades",
            Columns,
            page.Items.Select(stored => Row(stored.Event, session.Header?.Currency)),
            page.Next
        );

    private static object?[] Row(SessionEvent e, string? currency) =>
        [
            e.Timestamp,
            e.Phase,
            e.Trade?.Id,
            e.Trade?.Symbol,
            e.Trade?.Side is { } side ? WireName.Of(side) : null,
            e.Trade?.Quantity,
            e.Trade?.EntryPrice,
            e.Trade?.ExitPrice,
            e.Trade?.EntryTime,
            e.Trade?.ExitTime,
            e.Trade?.Pnl,
            e.Trade?.Fees,
            currency,
        ];
}

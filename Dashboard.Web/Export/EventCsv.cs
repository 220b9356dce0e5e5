using System.Text;
using Dashboard.Web.Delivery;
using Sessions;

namespace Dashboard.Web.Export;

/// <summary>Every event of a session as a table, oldest first.</summary>
internal static class EventCsv
{
    private static readonly string[] Columns =
    [
        "timestamp",
        "type",
        "phase",
        "level",
        "status",
        "message",
        "checkpoint",
        "error",
        "equity",
        "pnl",
        "trades",
        "wins",
        "losses",
        "progress",
        "event_id",
        "trace_id",
        "span_id",
    ];

    /// <summary>Writes it as it is read, in pieces of bounded size.</summary>
    /// <returns>False when there is no such session; nothing is written then.</returns>
    public static async Task<bool> WriteAsync(
        ISessionReader reader,
        string sessionId,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(sessionId, cancellationToken) is null)
        {
            return false;
        }

        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(Columns));
        var query = new EventQuery
        {
            SessionId = sessionId,
            OldestFirst = true,
            Limit = 1_000,
        };
        while (true)
        {
            var page = await reader.EventsAsync(query, cancellationToken);
            foreach (var stored in page.Items)
            {
                await writer.WriteAsync(Row(stored.Event).AsMemory(), cancellationToken);
            }

            if (page.Next is not { } next)
            {
                return true;
            }

            query = query with { OldestFirst = false, After = next };
        }
    }

    private static string Row(SessionEvent e) =>
        Csv.Line(
            e.Timestamp,
            WireName.Of(e.Type),
            e.Phase,
            WireName.Of(e.Level),
            e.Status is { } status ? WireName.Of(status) : null,
            e.Message,
            e.Checkpoint,
            e.ErrorType,
            e.Figures?.Equity,
            e.Figures?.Pnl,
            e.Figures?.Trades,
            e.Figures?.Wins,
            e.Figures?.Losses,
            e.Beat?.Progress,
            e.Id.ToString(),
            e.TraceId,
            e.SpanId
        );
}

using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;
using Sessions.ClickHouse.Write;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests;

/// <summary>What a collector leaves that is killed right after a batch's rows were stored: no snapshot, no commit.</summary>
internal static class HalfABatch
{
    public static async Task StoreRowsAsync(
        ClickHouseSettings settings,
        IEnumerable<SessionEvent> events,
        CancellationToken cancellationToken
    )
    {
        var killed = new WriterIdentity(TimeProvider.System);
        var rows = new RowBody();
        foreach (var e in events)
        {
            var position = killed.Next();
            new EventRow(killed.Writer, position, position, Samples.Arrival, e.Id, e).Write(rows);
        }

        using var http = new ClickHouseHttp(settings);
        await http.InsertAsync("event", EventRow.Columns, rows, "killed", cancellationToken);
    }
}

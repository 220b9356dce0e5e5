using Sessions.ClickHouse.Hosting;
using Sessions.ClickHouse.Http;
using Sessions.ClickHouse.Rows;
using Sessions.ClickHouse.Write;
using Sessions.Contract;

namespace Sessions.ClickHouse.Tests;

/// <summary>What single collectors leave behind that tests of whole ones cannot time.</summary>
internal static class OneBatch
{
    /// <summary>Of a collector that is killed right after a batch's rows were stored: no snapshot, no commit.</summary>
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
        await http.InsertAsync("statement", EventRow.Columns, rows, "killed", cancellationToken);
    }

    /// <summary>Of a collector that took a session for new, because it looked before the others had stored theirs.</summary>
    public static async Task StoreUnseenAsync(
        ClickHouseSettings settings,
        string session,
        IEnumerable<SessionEvent> events,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var identity = new WriterIdentity(time);
        var loaded = new LoadedSession(
            new SessionState { Id = session },
            new Coverage(),
            hasPoints: false
        );
        var sessions = new Dictionary<string, LoadedSession> { [session] = loaded };
        var pending = new PendingBatch(identity, sessions, [], [], new Coverage());
        foreach (var e in events)
        {
            pending.Take(e, Samples.Arrival);
        }

        var position = identity.Last;
        loaded.Covers.Add(identity.Writer, position);
        using var http = new ClickHouseHttp(settings);
        await Snapshots.InsertRowsAsync(http, identity, position, pending, cancellationToken);
        await Snapshots.InsertAsync(http, identity, position, [loaded], cancellationToken);
        await Commits.AddAsync(http, identity.Writer, position, new Coverage(), cancellationToken);
    }
}

using Microsoft.Data.Sqlite;
using Sessions;
using Sessions.Sqlite.Read;
using Sessions.Sqlite.Schema;

namespace ProcessTests.Running;

/// <summary>What a collector left in its file, read as the dashboard reads it.</summary>
internal static class Store
{
    /// <summary>All events of a session, oldest first; empty when there is none.</summary>
    public static async Task<IReadOnlyList<SessionEvent>> EventsAsync(string file, string sessionId)
    {
        await using var reader = new SqliteSessionReader(file);
        var events = new List<SessionEvent>();
        string? after = null;
        do
        {
            var page = await reader.EventsAsync(
                new EventQuery
                {
                    SessionId = sessionId,
                    OldestFirst = after is null,
                    After = after,
                    Limit = 10_000,
                },
                TestContext.Current.CancellationToken
            );
            events.AddRange(page.Items.Select(stored => stored.Event));
            after = page.Next;
        } while (after is not null);

        return events;
    }

    public static async Task<SessionState?> FindAsync(string file, string sessionId)
    {
        await using var reader = new SqliteSessionReader(file);
        return await reader.FindAsync(sessionId, TestContext.Current.CancellationToken);
    }

    /// <summary>SQLite's own full check, indexes against tables, every page; then the store's, states and events' places.</summary>
    /// <exception cref="StoreUnusableException">The store's check found damage.</exception>
    public static string Check(string file)
    {
        SqliteCheck.Run(file);
        return (string)Scalar(file, "PRAGMA integrity_check");
    }

    public static long Count(string file, string table) =>
        (long)Scalar(file, $"SELECT count(*) FROM {table}");

    private static object Scalar(string file, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={file};Mode=ReadOnly;Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}

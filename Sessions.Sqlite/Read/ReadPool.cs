using System.Collections.Concurrent;
using System.Text.Json;
using Sessions.Sqlite.Native;
using SQLitePCL;

namespace Sessions.Sqlite.Read;

/// <summary>Read-only connections for callers on any thread; each query sees one snapshot. Keeps a bounded number open.</summary>
internal sealed class ReadPool(string file) : IDisposable
{
    private static readonly int Kept = Math.Max(4, Environment.ProcessorCount * 2);

    private readonly ConcurrentBag<ReadConnection> _idle = [];
    private volatile bool _closed;

    public string File { get; } = file;

    /// <summary>Runs a query in one read transaction; cancelling ends it wherever it is.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read now.</exception>
    public T Read<T>(Func<ReadConnection, T> query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ReadConnection? connection = null;
        try
        {
            connection = Idle() ?? ReadConnection.Open(File);
            connection.Database.Cancellation = cancellationToken;
            connection.Database.Execute("BEGIN");
            var answer = query(connection);
            connection.Database.Execute("COMMIT");
            connection.Database.Cancellation = default;
            Return(connection);
            return answer;
        }
        catch (Exception exception)
        {
            // Whatever state it is in, a new one is cheaper than finding out.
            connection?.Dispose();
            throw exception switch
            {
                SqliteFailure { Code: raw.SQLITE_INTERRUPT }
                    when cancellationToken.IsCancellationRequested =>
                    new OperationCanceledException(cancellationToken),
                SqliteFailure failure => failure.ToUnavailable(),
                // What a sound page says, but no writer of ours ever wrote.
                JsonException or InvalidDataException or ArgumentOutOfRangeException =>
                    new SqliteFailure(
                        File,
                        raw.SQLITE_CORRUPT,
                        $"a row cannot be read ({exception.Message.ReplaceLineEndings(" ")})",
                        exception
                    ).ToUnavailable(),
                _ => exception,
            };
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    /// <summary>A connection to a file that was removed or replaced meanwhile would answer from it for ever.</summary>
    private ReadConnection? Idle()
    {
        while (_idle.TryTake(out var idle))
        {
            if (!idle.Database.HasMoved)
            {
                return idle;
            }

            idle.Dispose();
        }

        return null;
    }

    private void Return(ReadConnection connection)
    {
        if (_closed || _idle.Count >= Kept)
        {
            connection.Dispose();
        }
        else
        {
            _idle.Add(connection);
        }
    }
}

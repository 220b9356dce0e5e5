using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Schema;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The writer of a SQLite store: one transaction for each batch, durable when it returns. Works on the caller's
/// thread; a commit waits for the disk.
/// </summary>
public sealed class SqliteSessionWriter : ISessionWriter
{
    private readonly StoreFile _file;
    private readonly Database _database;
    private readonly NameTable _names;
    private readonly TraceTable _traces;
    private readonly EventTable _events;
    private readonly SessionCache _sessions;
    private readonly WaitingRoom _waiting;
    private readonly Arrivals _arrivals;
    private readonly Projection _projection;

    private SqliteSessionWriter(StoreFile file, WriterOptions options)
    {
        _file = file;
        _database = file.Database;
        _names = new NameTable(_database);
        _traces = new TraceTable(_database);
        _events = new EventTable(_database, new EventRow(_names, _traces));
        _sessions = new SessionCache(_database, options.HotSessions);
        _waiting = new WaitingRoom(_database, options.WaitingEvents);
        _arrivals = new Arrivals(_sessions, _traces, _waiting);
        _projection = new Projection(_events, new PointTable(_database, _names), _sessions);
    }

    /// <summary>Opens a store for writing; creates file and folder, migrates an older version.</summary>
    /// <exception cref="StoreUnusableException">The file cannot be used; the message says why and what to do.</exception>
    public static SqliteSessionWriter Open(string path, WriterOptions? options = null)
    {
        options ??= new WriterOptions();
        return new SqliteSessionWriter(StoreFile.OpenForWriting(path, options), options);
    }

    public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            var result = Write(batch);
            _database.Execute("COMMIT");
            _sessions.Trim();
            return ValueTask.FromResult(result);
        }
        catch (Exception exception)
        {
            Undo();
            return ValueTask.FromException<WriteResult>(
                exception is SqliteFailure failure ? failure.ToUnavailable() : exception
            );
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private WriteResult Write(WriteBatch batch)
    {
        var (ready, waits, refused) = _arrivals.Sort(batch);
        var outcomes = (Added: 0, Merged: 0, Known: 0);
        foreach (var (session, id, e, at) in ready)
        {
            switch (_projection.Take(session, e, id, at))
            {
                case Projection.Outcome.Added:
                    outcomes.Added++;
                    break;
                case Projection.Outcome.Merged:
                    outcomes.Merged++;
                    break;
                default:
                    outcomes.Known++;
                    break;
            }
        }

        foreach (var point in batch.Points)
        {
            _projection.Take(_sessions.Get(point.SessionId), point, batch.ArrivedAt);
        }

        _sessions.SaveDirty();
        _events.SavePosition();
        return new WriteResult(outcomes.Added, outcomes.Merged, outcomes.Known, waits, refused);
    }

    /// <summary>Goes back to what is committed: also what is held in memory may be ahead of the file.</summary>
    private void Undo()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_database.Handle) == 0)
        {
            _database.Execute("ROLLBACK");
        }

        _names.Clear();
        _traces.Clear();
        _sessions.Clear();
        _events.Reload();
        _waiting.Reload();
    }
}

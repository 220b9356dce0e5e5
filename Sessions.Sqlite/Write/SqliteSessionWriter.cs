using System.Diagnostics;
using Sessions.Sqlite.CustomFigures;
using Sessions.Sqlite.Events;
using Sessions.Sqlite.Hearing;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Retention;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Write;

/// <summary>
/// The writer of a SQLite store: one transaction for each batch, by default durable when it returns. Writes on the caller's
/// thread and waits for the disk without it, so that the next batch can be written meanwhile. Retention goes on beside
/// it, in steps that hold a batch up for milliseconds.
/// </summary>
public sealed class SqliteSessionWriter : ISessionWriter
{
    private readonly StoreFile _file;
    private readonly Database _database;
    private readonly WalCheckpoints _checkpoints;
    private readonly WalSync? _wal;
    private readonly Numbers _numbers;
    private readonly NameTable _names;
    private readonly TraceTable _traces;
    private readonly EventTable _events;
    private readonly FigureTable _figures;
    private readonly SessionCache _sessions;
    private readonly OrphanBuffer _orphans;
    private readonly Arrivals _arrivals;
    private readonly Projection _projection;
    private readonly Pruning _pruning;
    private readonly RetentionLoop _retention;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly RoomProbe _probe;
    private long _failedBytes;
    private int _disposed;

    private SqliteSessionWriter(StoreFile file, WriterOptions options)
    {
        _file = file;
        _database = file.Database;
        _checkpoints = new WalCheckpoints(_database);
        _wal =
            options.Durability == Durability.Full
                ? new WalSync(_database.LogFile, options.Sync)
                : null;
        _numbers = new Numbers(_database);
        _names = new NameTable(_database);
        _traces = new TraceTable(_database);
        var phases = new PhaseNames(_database, _names);
        var insert = new EventInsert(_database, _names, phases, _traces);
        var order = new EventOrder(_database, insert);
        var source = new SeriesSource(_database, _names);
        _events = new EventTable(
            _database,
            new EventReader(_names, _traces),
            insert,
            _traces,
            order,
            new SeriesTable(_database, source, options.SeriesChunk),
            source,
            _numbers
        );
        _sessions = new SessionCache(_database, _numbers, options.HotSessions);
        _orphans = new OrphanBuffer(_database, options.OrphanEvents, options.OrphanBytes);
        _arrivals = new Arrivals(_sessions, _traces, _orphans, _numbers);
        _figures = new FigureTable(_database);
        _projection = new Projection(
            _events,
            order,
            new PointTable(_database, _names, phases),
            _figures,
            _sessions
        );
        _pruning = new Pruning(_database, _sessions, _names, _traces, _orphans, options.OrphanAge);
        _probe = new RoomProbe(_database);
        // Last: from here on there are two who write, each in its turn.
        _retention = new RetentionLoop(this, options.Retention, options.Time);
    }

    /// <summary>Opens a store for writing; creates file and folder, migrates an older version.</summary>
    /// <exception cref="StoreUnusableException">The file cannot be used; the message says why and what to do.</exception>
    public static SqliteSessionWriter Open(string path, WriterOptions? options = null)
    {
        options ??= new WriterOptions();
        return new SqliteSessionWriter(StoreFile.OpenForWriting(path, options), options);
    }

    /// <summary>One batch is written while the one before it is on its way to the disk.</summary>
    public int MaxOverlap => 2;

    public async ValueTask<WriteResult> WriteAsync(
        WriteBatch batch,
        CancellationToken cancellationToken
    )
    {
        var isEmpty = batch is { Events.Count: 0, Points.Count: 0, Figures.Count: 0 };
        try
        {
            if (isEmpty && _failedBytes > 0)
            {
                await CommitAsync(() => _probe.Fill(_failedBytes), cancellationToken);
            }

            (var result, batch.Held) = await CommitAsync(() => Write(batch), cancellationToken);
            _failedBytes = 0;
            return result;
        }
        catch (StoreUnavailableException) when (!isEmpty)
        {
            _failedBytes = RoomProbe.SizeOf(batch);
            throw;
        }
    }

    /// <summary>
    /// One small step towards what may be kept: forgets old orphans, takes a session off the list, or removes some of its
    /// events.
    /// </summary>
    /// <returns>What it removed; <see cref="PruneStep.IsDone"/> when there is nothing more to do now.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was removed; trying again later may succeed.</exception>
    public async ValueTask<PruneStep> PruneAsync(
        RetentionOptions retention,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => (await CommitAsync(() => _pruning.Step(retention, now), cancellationToken)).Result;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _retention.DisposeAsync();
        await _turn.WaitAsync();
        _wal?.Dispose();
        _checkpoints.Dispose();
        _file.Dispose();
        _turn.Dispose();
    }

    /// <summary>For who counts what a batch costs.</summary>
    internal Database Connection => _database;

    /// <summary>Copies the write-ahead log into the file, so that the next commit begins it again.</summary>
    internal Task EmptyLogAsync() => TakeTurnAsync(() => _checkpoints.TryEmpty());

    /// <summary>Makes the file as large as it may get, as a full disk does.</summary>
    internal Task LimitPagesAsync(int pages) =>
        TakeTurnAsync(() => _database.Execute($"PRAGMA max_page_count = {pages}"));

    /// <summary>Retention uses the same connection on a thread of its own.</summary>
    private async Task TakeTurnAsync(Action work)
    {
        await _turn.WaitAsync();
        try
        {
            work();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Commits what the work wrote, if anything, and waits until the disk has it.</summary>
    /// <returns>What the work returned, and how long nobody else could write.</returns>
    private async ValueTask<(T Result, TimeSpan Held)> CommitAsync<T>(
        Func<T> work,
        CancellationToken cancellationToken
    )
    {
        T result;
        TimeSpan held;
        var synced = Task.CompletedTask;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = _checkpoints.Commits;
            var begun = Stopwatch.GetTimestamp();
            result = Commit(work);
            held = Stopwatch.GetElapsedTime(begun);
            if (_wal is not null && _checkpoints.Commits != before)
            {
                synced = _wal.SyncAsync();
            }

            _checkpoints.Advance();
        }
        finally
        {
            _turn.Release();
        }

        try
        {
            await synced;
        }
        catch (IOException exception)
        {
            throw NotSynced(exception);
        }

        return (result, held);
    }

    private T Commit<T>(Func<T> work)
    {
        try
        {
            Recover();
            RequireFile();
            _database.Execute("BEGIN IMMEDIATE");
            var result = work();
            _database.Execute("COMMIT");
            // What was written into a file that nobody finds any more is not stored.
            RequireFile();
            _sessions.Trim();
            return result;
        }
        catch (Exception exception)
        {
            Undo();
            throw exception is SqliteFailure failure ? failure.ToStoreException() : exception;
        }
    }

    private void RequireFile()
    {
        if (_database.HasMoved)
        {
            throw new StoreUnavailableException(
                $"{_database.File}: was removed or replaced while it was in use, and nothing is stored any more; put the file back, or restart the collector to go on with what is there now."
            );
        }
    }

    /// <summary>
    /// After a failed sync nobody knows how much of the log is on the disk, and what follows in it would depend on that:
    /// it is copied into the file and begun again before anything else is written.
    /// </summary>
    private void Recover()
    {
        if (_wal?.Failure is not { } failure)
        {
            return;
        }

        if (!_checkpoints.TryEmpty())
        {
            throw NotSynced(failure);
        }

        _wal.Recovered();
    }

    private StoreUnavailableException NotSynced(IOException failure) =>
        new($"{_file.Database.File}: {failure.Message}; see to its disk.", failure);

    private WriteResult Write(WriteBatch batch)
    {
        if (_failedBytes > 0)
        {
            _probe.Clear();
        }

        var (ready, waits, refused) = _arrivals.Sort(batch);
        var outcomes = (Added: 0, Merged: 0, Known: 0);
        List<SessionEvent>? phasesLeftOut = null;
        foreach (var (session, id, e, at) in ready)
        {
            var before = session.State.PhasesLeftOut;
            switch (_projection.Apply(session, e, id, at))
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

            if (session.State.PhasesLeftOut > before)
            {
                (phasesLeftOut ??= []).Add(e);
            }
        }

        foreach (var point in batch.Points)
        {
            _projection.Apply(_sessions.Get(point.SessionId), point, batch.ArrivedAt);
        }

        var leftOut = batch.Figures.FindAll(point =>
            !_projection.Apply(_sessions.Get(point.SessionId), point, batch.ArrivedAt)
        );
        _projection.FoldStale(_sessions.Dirty);

        if (batch.Hearing is { } period)
        {
            HearingTable.Write(_database, period);
        }

        _events.Save();
        _figures.Save();
        _sessions.SaveDirty();
        _numbers.Save();
        return new WriteResult(outcomes.Added, outcomes.Merged, outcomes.Known, waits, refused)
        {
            FiguresLeftOut = leftOut,
            PhasesLeftOut = phasesLeftOut ?? [],
        };
    }

    /// <summary>Goes back to what is committed: also what is held in memory may be ahead of the file.</summary>
    private void Undo()
    {
        if (_database.InTransaction)
        {
            _database.Execute("ROLLBACK");
        }

        _names.Clear();
        _traces.Clear();
        _sessions.Clear();
        _events.Clear();
        _figures.Clear();
        _numbers.Reload();
        _orphans.Reload();
    }
}

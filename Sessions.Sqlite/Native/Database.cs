using SQLitePCL;

namespace Sessions.Sqlite.Native;

/// <summary>
/// One SQLite connection with its prepared statements, kept by their text. Not thread-safe: whoever holds it is its
/// only user.
/// </summary>
internal sealed class Database : IDisposable
{
    /// <summary>SQLITE_DBCONFIG_ENABLE_QPSG.</summary>
    private const int EnableStablePlans = 1007;

    /// <summary>About a tenth of a millisecond.</summary>
    private const int StepsBetweenLooks = 10_000;

    /// <summary>SQLITE_FCNTL_HAS_MOVED.</summary>
    private const int FileControlHasMoved = 20;

    private readonly Dictionary<string, Statement> _statements = [];

    static Database()
    {
        Batteries_V2.Init();
        // Nobody asks SQLite for its memory statistics, and keeping them takes a lock for each allocation. Refused,
        // without harm, where something else in the process has used SQLite before.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private Database(sqlite3 handle, string file)
    {
        Handle = handle;
        File = file;
    }

    public sqlite3 Handle { get; }

    /// <summary>Ends a statement of a read-only connection, wherever it is.</summary>
    public CancellationToken Cancellation { get; set; }

    public string File { get; }

    /// <summary>Where SQLite keeps the write-ahead log: beside the file itself, also when <see cref="File"/> is a link to it.</summary>
    public string LogFile => raw.sqlite3_db_filename(Handle, "main").utf8_to_string() + "-wal";

    /// <summary>Whether the file is no longer at its path: it was removed, renamed or replaced since it was opened.</summary>
    public bool HasMoved =>
        HotCalls.FileControl(
            Handle.DangerousGetHandle(),
            nint.Zero,
            FileControlHasMoved,
            out var moved
        ) == raw.SQLITE_OK
        && moved != 0;

    /// <summary>The texts of all statements prepared so far.</summary>
    public IReadOnlyCollection<string> Prepared => _statements.Keys;

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => HotCalls.Changes(Handle.DangerousGetHandle());

    /// <summary>Number of the row that was inserted last.</summary>
    public long LastInserted => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens a file; a write connection creates it.</summary>
    public static Database Open(string file, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = readOnly
            ? raw.SQLITE_OPEN_READONLY
            : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var code = raw.sqlite3_open_v2(file, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            using (handle)
            {
                throw new SqliteFailure(file, code, "cannot be opened");
            }
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        // Otherwise a query that meets a partial index is planned again for every value bound to it: 30 µs each time.
        raw.sqlite3_db_config(handle, EnableStablePlans, 1, out _);
        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        var database = new Database(handle, file);
        if (readOnly)
        {
            raw.sqlite3_progress_handler(
                handle,
                StepsBetweenLooks,
                _ => database.Cancellation.IsCancellationRequested ? 1 : 0,
                null
            );
        }

        return database;
    }

    /// <summary>The prepared statement of a text; the same one each time, reset by its user.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = PrepareOwned(sql);
        }

        return statement;
    }

    /// <summary>A prepared statement that the caller disposes of, for several walks of the same text at once.</summary>
    public Statement PrepareOwned(string sql)
    {
        var code = raw.sqlite3_prepare_v3(
            Handle,
            sql,
            raw.SQLITE_PREPARE_PERSISTENT,
            out var statement
        );
        return code == raw.SQLITE_OK ? new Statement(this, statement) : throw Failure(code);
    }

    /// <summary>Runs statements that give no rows, or whose rows do not matter.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    /// <summary>The first column of the first row as a whole number; 0 without a row.</summary>
    public long Scalar(string sql)
    {
        using var statement = PrepareOwned(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Has every commit of this connection told how many pages the write-ahead log then holds; replaces SQLite's own checkpoints.</summary>
    /// <param name="hook">Kept alive by the caller until this is disposed of.</param>
    public void OnCommit(WalHook hook) =>
        HotCalls.SetWalHook(Handle.DangerousGetHandle(), hook, nint.Zero);

    /// <summary>Copies as much of the write-ahead log into the file as can be copied without waiting for anyone.</summary>
    public bool TryCheckpoint() =>
        raw.sqlite3_wal_checkpoint_v2(Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _)
        == raw.SQLITE_OK;

    /// <summary>Copies all of the write-ahead log and empties it; waits for readers as long as for any lock.</summary>
    public bool TryEmptyLog() =>
        raw.sqlite3_wal_checkpoint_v2(Handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _)
        == raw.SQLITE_OK;

    public SqliteFailure Failure(int code) =>
        new(File, code, raw.sqlite3_errmsg(Handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        Handle.Dispose();
    }
}

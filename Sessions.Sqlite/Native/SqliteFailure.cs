using SQLitePCL;

namespace Sessions.Sqlite.Native;

/// <summary>What SQLite answered, with the file; callers see it as one of the contract's exceptions.</summary>
internal sealed class SqliteFailure(string file, int code, string reason, Exception? cause = null)
    : Exception($"{file}: {reason}", cause)
{
    /// <summary>The primary result code, without SQLite's extension.</summary>
    public int Code { get; } = code & 0xFF;

    public int ExtendedCode { get; } = code;

    public bool IsDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>As the caller of a write sees it.</summary>
    public Exception ToStoreException() =>
        Code switch
        {
            raw.SQLITE_TOOBIG => new StoreRefusedException($"{file}: {reason}; {Fix()}.", this),
            raw.SQLITE_BUSY
            or raw.SQLITE_LOCKED
            or raw.SQLITE_FULL
            or raw.SQLITE_READONLY
            or raw.SQLITE_PERM
            or raw.SQLITE_AUTH
            or raw.SQLITE_CANTOPEN
            or raw.SQLITE_CORRUPT
            or raw.SQLITE_NOTADB
            or raw.SQLITE_IOERR
            or raw.SQLITE_NOMEM
            or raw.SQLITE_NOLFS
            or raw.SQLITE_PROTOCOL
            or raw.SQLITE_INTERRUPT => ToUnavailable(),
            // Constraints, misuse, broken statements: nothing that waiting helps.
            _ => this,
        };

    /// <summary>As a caller of the contract sees it: what is wrong and what to do, in one line.</summary>
    public StoreUnavailableException ToUnavailable() => new($"{file}: {reason}; {Fix()}.", this);

    public StoreUnusableException ToUnusable() => new($"{file}: {reason}; {Fix()}.", this);

    private string Fix() =>
        Code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                "another process holds it: end that process or wait for it",
            raw.SQLITE_FULL =>
                "free space on its disk; nothing was lost, writing goes on by itself",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                "give this process write access to the file and its folder",
            raw.SQLITE_CANTOPEN =>
                "see that its folder exists and this process may read and write there",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                "the file is damaged and was left as it is: move it away, with the -wal beside it, and start again or put a backup in its place",
            raw.SQLITE_IOERR => "see to its disk",
            raw.SQLITE_TOOBIG => "a value is longer than SQLite stores",
            _ => $"SQLite's result code is {ExtendedCode}",
        };
}

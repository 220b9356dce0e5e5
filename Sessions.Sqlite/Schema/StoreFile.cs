using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Schema;

/// <summary>A store's file, open for its one writer: checked, migrated, locked against other writers.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly StoreLock _lock;

    private StoreFile(Database database, StoreLock @lock)
    {
        Database = database;
        _lock = @lock;
    }

    public Database Database { get; }

    public static StoreFile OpenForWriting(string path, WriterOptions options)
    {
        var file = Path.GetFullPath(path);
        var held = StoreLock.Take(file);
        Database? database = null;
        try
        {
            database = Database.Open(file, readOnly: false, options.BusyTimeout);
            StoreSchema.Check(database);
            IntegrityCheck.Run(database);
            Configure(database);
            StoreSchema.Migrate(database, options.Migrating);
            return new StoreFile(database, held);
        }
        catch (Exception exception)
        {
            database?.Dispose();
            held.Dispose();
            throw exception is SqliteFailure failure ? failure.ToUnusable() : exception;
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        _lock.Dispose();
    }

    private static void Configure(Database database)
    {
        // Only an empty file takes it: retention gives pages back in small steps.
        database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        database.Execute("PRAGMA journal_mode = WAL");
        // Checkpoints sync by themselves; commits are synced by WalSync, beside the next one.
        database.Execute("PRAGMA synchronous = NORMAL");
        // 32 MB: what ten thousand sessions that send in turn need; 64 MB made none of it faster. KiB when negative.
        database.Execute("PRAGMA cache_size = -32768");
        // What the log grows to under load: cut shorter, it would have to be laid out again each time.
        database.Execute($"PRAGMA journal_size_limit = {WalCheckpoints.Most * 4096}");
        database.Execute("PRAGMA temp_store = MEMORY");
    }
}

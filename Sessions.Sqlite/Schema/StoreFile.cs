using System.Globalization;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Schema;

/// <summary>A store's file, open for its one writer: checked, migrated, held by a lock file beside it.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly FileStream _lock;

    private StoreFile(Database database, FileStream lockFile)
    {
        Database = database;
        _lock = lockFile;
    }

    public Database Database { get; }

    public static StoreFile OpenForWriting(string path, WriterOptions options)
    {
        var file = Path.GetFullPath(path);
        var lockFile = Lock(file);
        Database? database = null;
        try
        {
            database = Database.Open(file, readOnly: false, options.BusyTimeout);
            StoreSchema.Check(database);
            IntegrityCheck.Run(database);
            Configure(database);
            StoreSchema.Migrate(database, options.Migrating);
            return new StoreFile(database, lockFile);
        }
        catch (Exception exception)
        {
            database?.Dispose();
            lockFile.Dispose();
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
        // What the log grows to under load: cut shorter, it would have to be laid out anew each time.
        database.Execute($"PRAGMA journal_size_limit = {WalCheckpoints.Most * 4096}");
        database.Execute("PRAGMA temp_store = MEMORY");
    }

    /// <summary>The writer keeps sessions in memory: a second one would overwrite what the first one knows.</summary>
    private static FileStream Lock(string file)
    {
        var path = file + ".writer";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var stream = new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                // Only this one is a lock on Unix too.
                FileShare.None,
                // What cannot be written must not be tried again when it is closed.
                bufferSize: 0
            );
            WriteProcessId(stream, file);
            return stream;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreUnusableException(
                $"{file}: its folder cannot be written; give this process write access there, or another path in ConnectionStrings:sessions.",
                exception
            );
        }
        catch (IOException exception)
        {
            throw new StoreUnusableException(
                File.Exists(path)
                    ? $"{file}: another process writes to this store; end it, or give another path in ConnectionStrings:sessions."
                    : $"{file}: its folder cannot be made ({exception.Message}); give another path in ConnectionStrings:sessions.",
                exception
            );
        }
    }

    private static void WriteProcessId(FileStream stream, string file)
    {
        try
        {
            stream.SetLength(0);
            stream.Write(
                System.Text.Encoding.ASCII.GetBytes(
                    Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
                )
            );
        }
        catch (IOException exception)
        {
            stream.Dispose();
            throw new StoreUnusableException(
                $"{file}: nothing can be written beside it ({exception.Message}); free space on its disk, or give another path in ConnectionStrings:sessions.",
                exception
            );
        }
    }
}

using Sessions.Sqlite.Events;
using Sessions.Sqlite.Native;
using Sessions.Sqlite.Schema;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Read;

/// <summary>A read-only connection with what it remembers between queries. One user at a time.</summary>
internal sealed class ReadConnection : IDisposable
{
    private ReadConnection(Database database)
    {
        Database = database;
        Names = new NameTable(database);
        Rows = new EventReader(Names, new TraceTable(database));
        Walks = new WalkStatements(database);
    }

    public Database Database { get; }

    public NameTable Names { get; }

    public EventReader Rows { get; }

    public WalkStatements Walks { get; }

    /// <exception cref="SqliteFailure">The file cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">It is not there, or not of this program's version.</exception>
    public static ReadConnection Open(string file)
    {
        if (!File.Exists(file))
        {
            throw new StoreUnavailableException(
                $"{file}: is not there yet; the collector makes it at its start."
            );
        }

        var database = Database.Open(file, readOnly: true, TimeSpan.FromSeconds(2));
        try
        {
            // 16 MB, KiB when negative.
            database.Execute("PRAGMA cache_size = -16384");
            var version = StoreSchema.Check(database);
            return version == StoreSchema.Current
                ? new ReadConnection(database)
                : throw new StoreUnavailableException(
                    $"{file}: has schema {version}, this program reads {StoreSchema.Current}; start the collector of this version, which brings it up to date."
                );
        }
        catch (Exception exception)
        {
            database.Dispose();
            throw exception is StoreUnusableException
                ? new StoreUnavailableException(exception.Message, exception)
                : exception;
        }
    }

    /// <summary>Number and other columns of a session; null when there is none.</summary>
    public (long Number, bool HasPoints)? FindSession(string id)
    {
        var query = Database
            .Prepare("SELECT no, has_points FROM session WHERE id = ?1")
            .Bind(1, id);
        if (!query.Step())
        {
            return null;
        }

        var found = (query.Int64(0), query.Int64(1) != 0);
        query.Reset();
        return found;
    }

    /// <summary>The beats and equity of a session that this transaction has found.</summary>
    public SeriesTree Series((long Number, bool HasPoints) session) =>
        new(Database, Names, session);

    /// <summary>The event at a position that this transaction has seen in an index.</summary>
    public StoredEvent ReadEvent(long position, string sessionId)
    {
        var query = Database
            .Prepare($"SELECT {EventReader.Columns} FROM event WHERE position = ?1")
            .Bind(1, position);
        query.Step();
        var stored = Rows.Read(query, sessionId);
        query.Reset();
        return stored;
    }

    public void Dispose()
    {
        Walks.Dispose();
        Database.Dispose();
    }
}

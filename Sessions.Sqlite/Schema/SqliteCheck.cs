using Sessions.Sqlite.Native;
using Sessions.Sqlite.State;

namespace Sessions.Sqlite.Schema;

/// <summary>
/// Reads every page of a store and changes nothing: for files so large that their start looks at the ends alone. One
/// snapshot for as long as it takes, so that the log of a writer beside it grows meanwhile.
/// </summary>
public static class SqliteCheck
{
    /// <summary>From this version on states stand in a table of their own.</summary>
    private const int StatesApart = 4;

    /// <param name="store">The store's file; it may be in use.</param>
    /// <returns>How many bytes were found to be sound.</returns>
    /// <exception cref="StoreUnusableException">The file is damaged, of a newer version, or something else; it was left
    /// as it is.</exception>
    /// <exception cref="StoreUnavailableException">There is no such file.</exception>
    public static long Run(string store)
    {
        var file = Path.GetFullPath(store);
        if (!File.Exists(file))
        {
            throw new StoreUnavailableException($"{file}: there is no such store; check the path.");
        }

        try
        {
            using var database = Database.Open(file, readOnly: true, TimeSpan.FromSeconds(5));
            var version = StoreSchema.Check(database);
            IntegrityCheck.Whole(database, indexes: true);
            CheckStates(database, version);
            return database.Scalar("PRAGMA page_count") * database.Scalar("PRAGMA page_size");
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToUnusable();
        }
    }

    /// <summary>What SQLite finds sound may still be no state of a session.</summary>
    private static void CheckStates(Database database, int version)
    {
        var states = database.Prepare(
            version < StatesApart
                ? "SELECT no, id, state FROM session"
                : "SELECT no, id, state FROM session CROSS JOIN session_state ON session = no"
        );
        try
        {
            while (states.Step())
            {
                StoredState.Read(database, states.Int64(0), states.Text(1), states.Blob(2));
            }
        }
        catch (InvalidDataException exception)
        {
            throw new StoreUnusableException(exception.Message, exception);
        }
    }
}

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

    /// <summary>From this version on the writer keeps the events' places, not SQLite.</summary>
    private const int PlacesByHand = 5;

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
            IntegrityCheck.Whole(database);
            CheckLog(file);
            CheckStates(database, version);
            CheckPlaces(database, version);
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

    /// <summary>SQLite knows its own indexes; that each event has its one place is for us to see.</summary>
    private static void CheckPlaces(Database database, int version)
    {
        if (version < PlacesByHand)
        {
            return;
        }

        var misplaced = database.Scalar(
            """
            SELECT count(*) FROM place LEFT JOIN event USING (position, session, kind, time, id)
            WHERE event.position IS NULL
            """
        );
        misplaced += database.Scalar(
            "SELECT count(*) FROM place_recent JOIN place_settled USING (session, kind, time, id)"
        );
        var missing =
            misplaced
            + database.Scalar("SELECT (SELECT count(*) FROM event) - (SELECT count(*) FROM place)");
        if (misplaced != 0 || missing != 0)
        {
            throw new StoreUnusableException(
                $"{database.File}: is damaged ({missing} events have no place in their session's order, {misplaced} places have no event); what is not concerned can be read; a backup in the file's place, without the -wal beside it, brings all of it back."
            );
        }
    }

    /// <summary>A log that a writer begins anew meanwhile looks damaged for a moment.</summary>
    private static void CheckLog(string file)
    {
        try
        {
            LogCheck.Run(file);
        }
        catch (StoreUnusableException)
        {
            LogCheck.Run(file);
        }
    }
}

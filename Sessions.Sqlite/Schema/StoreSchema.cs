using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Schema;

/// <summary>The store's tables by version: each migration is SQL files, run in one transaction with its version number.</summary>
internal static class StoreSchema
{
    /// <summary>Marks a file as a session store: "SESS".</summary>
    public const int ApplicationId = 0x53455353;

    private static readonly Dictionary<int, Migration> Migrations = new()
    {
        [0] = new(["v1.sql"], 1),
        [1] = new(["v2.sql"], 2),
        [2] = new(["v3.sql"], 3),
        [3] = new(["v4.sql"], 4),
        [4] = new(["v7.sql"], 7, PhaseIdentities.Rewrite),
        [5] = new(["leave-v5.sql"], 4),
        [6] = new(["leave-v6.sql"], 4),
        [7] = new(["v8.sql"], 8),
        // What is filled in is read by the code of today, so the tables have to be those of today.
        [8] = new(["v9.sql", "v10.sql"], 10, After: FillVersion9),
        [9] = new(["v10.sql"], 10),
    };

    /// <param name="Scripts">SQL files.</param>
    /// <param name="To">The version that it leads to.</param>
    /// <param name="Before">What is done before it, in the same transaction.</param>
    /// <param name="After">What is done after it, in the same transaction.</param>
    private readonly record struct Migration(
        string[] Scripts,
        int To,
        Action<Database>? Before = null,
        Action<Database>? After = null
    );

    /// <summary>The version that this program writes.</summary>
    public const int Current = 10;

    /// <summary>Brings a file that is open for writing up to the current version.</summary>
    /// <param name="database">The file.</param>
    /// <param name="begins">Told the version of a file that is there already, before it is changed: that may take minutes.</param>
    /// <exception cref="StoreUnusableException">The file is something else or of a newer version.</exception>
    public static void Migrate(Database database, Action<int>? begins)
    {
        var found = Check(database);
        if (found > 0 && found < Current)
        {
            begins?.Invoke(found);
        }

        for (var version = found; version < Current; )
        {
            var migration = Migrations[version];
            database.Execute("BEGIN IMMEDIATE");
            migration.Before?.Invoke(database);
            foreach (var script in migration.Scripts)
            {
                database.Execute(Script(script));
            }

            migration.After?.Invoke(database);
            database.Execute(
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migration.To}; COMMIT;"
            );
            version = migration.To;
        }
    }

    /// <summary>The file's version; 0 is an empty file.</summary>
    /// <exception cref="StoreUnusableException">The file is something else or of a newer version.</exception>
    public static int Check(Database database)
    {
        var version = (int)database.Scalar("PRAGMA user_version");
        var application = database.Scalar("PRAGMA application_id");
        if (
            version == 0
            && application == 0
            && database.Scalar("SELECT count(*) FROM sqlite_schema") == 0
        )
        {
            return 0;
        }

        if (application != ApplicationId)
        {
            throw new StoreUnusableException(
                $"{database.File}: is a SQLite file but not a session store; give another path in ConnectionStrings:sessions."
            );
        }

        return version <= Current
            ? version
            : throw new StoreUnusableException(
                $"{database.File}: was written by a newer version (schema {version}, this program knows {Current}); update this program, or give another path in ConnectionStrings:sessions."
            );
    }

    private static void FillVersion9(Database database)
    {
        ListedColumns.Fill(database);
        SeriesOfEvents.Fill(database);
    }

    private static string Script(string name)
    {
        using var stream = typeof(StoreSchema).Assembly.GetManifestResourceStream(
            $"Sessions.Sqlite.Schema.{name}"
        )!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using Sessions.Sqlite.Native;
using Sessions.Sqlite.Schema;

namespace Sessions.Sqlite.Backup;

/// <summary>
/// Copies a store while it is in use: one snapshot, compacted, checked whole before it gets its name. Unlike SQLite's
/// page-by-page backup it does not begin again with every commit of the writer.
/// </summary>
public static class SqliteBackup
{
    /// <param name="store">The store's file.</param>
    /// <param name="target">The copy; must not be there yet.</param>
    /// <returns>The copy's size in bytes.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be read, the copy cannot be written or is there
    /// already; no file is left behind.</exception>
    public static long Write(string store, string target)
    {
        var (from, to) = (Path.GetFullPath(store), Path.GetFullPath(target));
        if (!File.Exists(from))
        {
            throw new StoreUnavailableException($"{from}: there is no such store; check the path.");
        }

        if (File.Exists(to))
        {
            throw new StoreUnavailableException(
                $"{to}: is there already; give another name, backups are never overwritten."
            );
        }

        var partial = to + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Delete(partial);
            using (var source = Database.Open(from, readOnly: true, TimeSpan.FromSeconds(5)))
            {
                StoreSchema.Check(source);
                using var copy = source.PrepareOwned("VACUUM INTO ?1");
                copy.Bind(1, partial).Run();
            }

            using (var copied = Database.Open(partial, readOnly: true, TimeSpan.FromSeconds(5)))
            {
                IntegrityCheck.Whole(copied);
            }

            File.Move(partial, to);
            return new FileInfo(to).Length;
        }
        catch (SqliteFailure failure)
        {
            File.Delete(partial);
            throw failure.ToUnavailable();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"{to}: cannot be written ({exception.Message}); give a folder that this process may write to.",
                exception
            );
        }
    }
}

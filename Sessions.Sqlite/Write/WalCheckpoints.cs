using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Copies the write-ahead log into the file on a connection of its own, beside the commits; done by the writer itself
/// every commit behind it waits for the copy and its sync. What was committed meanwhile is little: the writer copies
/// that, and its next commit begins the log anew. Used by the writer's thread alone.
/// </summary>
internal sealed class WalCheckpoints : IDisposable
{
    /// <summary>From this many pages on the log is copied: 32 MB.</summary>
    private const int Enough = 8000;

    /// <summary>Far more than gathers during a copy: without it the log would have no bound.</summary>
    private const int TooMany = 8 * Enough;

    private readonly Database _writer;
    private readonly Database _beside;
    private readonly WalHook _hook;
    private int _pages;
    private Task? _copying;

    public WalCheckpoints(Database writer)
    {
        _writer = writer;
        _beside = Database.Open(writer.File, readOnly: false, TimeSpan.Zero);
        // The field keeps it alive for as long as SQLite may call it.
        _hook = (_, _, _, pages) =>
        {
            _pages = pages;
            return 0;
        };
        writer.OnCommit(_hook);
    }

    /// <summary>To be called after each commit.</summary>
    public void Advance()
    {
        if (_pages < Enough || (_copying is { IsCompleted: false } && _pages < TooMany))
        {
            return;
        }

        if (_copying is null)
        {
            _copying = Task.Factory.StartNew(
                _beside.TryCheckpoint,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            return;
        }

        _copying.Wait();
        _copying = null;
        // Where it does not succeed now the log still holds everything, and the next commit tries again.
        _writer.TryCheckpoint();
    }

    /// <summary>Copies all that is in the log and begins it anew, on the writer's connection.</summary>
    /// <returns>False when a reader or the disk stands in the way.</returns>
    public bool TryEmpty()
    {
        _copying?.Wait();
        _copying = null;
        return _writer.TryEmptyLog();
    }

    public void Dispose()
    {
        _copying?.Wait();
        _beside.Dispose();
    }
}

using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Copies the write-ahead log into the file on a connection of its own, beside the commits; done by the writer itself
/// every commit behind it waits for the copy and its sync. What is committed meanwhile is copied in the same way, as long
/// as that leaves less than half of what it left before: the writer copies the rest, and its next commit begins the log
/// again. Used by the writer's thread alone.
/// </summary>
internal sealed class WalCheckpoints : IDisposable
{
    /// <summary>At first the log is copied from this many pages on: 32 MB.</summary>
    private const int Least = 8_000;

    /// <summary>Under load from up to this many on, 128 MB: what is written several times until then is copied once.</summary>
    public const int Most = 32_000;

    /// <summary>So few that the writer copies them in milliseconds: 2 MB.</summary>
    private const int Few = 500;

    /// <summary>Where commits come faster than they can be copied the writer waits: the log would have no bound.</summary>
    private const int TooMany = 2 * Most;

    private readonly Database _writer;
    private readonly Database _beside;
    private readonly WalHook _hook;
    private int _enough = Least;
    private int _pages;
    private int _copied;
    private int _begunWith;
    private Task? _copying;

    public WalCheckpoints(Database writer)
    {
        _writer = writer;
        _beside = Database.Open(writer.File, readOnly: false, TimeSpan.Zero);
        // The field keeps it alive for as long as SQLite may call it.
        _hook = (_, _, _, pages) =>
        {
            _pages = pages;
            Commits++;
            return 0;
        };
        writer.OnCommit(_hook);
    }

    /// <summary>How many commits wrote anything.</summary>
    public long Commits { get; private set; }

    /// <summary>To be called after each commit.</summary>
    public void Advance()
    {
        if (_pages < _enough || (_copying is { IsCompleted: false } && _pages < TooMany))
        {
            return;
        }

        var left = _pages - _copied;
        // Each round waits for the disk, however little it copies: at some rate of commits further rounds gain nothing.
        if (_copying is null || (left > Few && left < _begunWith / 2 && _pages < TooMany))
        {
            _begunWith = left;
            _copied = _pages;
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
        _copied = 0;
        // The more the writer has to copy itself, the more seldom it should.
        _enough = left > Few ? Math.Min(_enough * 2, Most) : Math.Max(_enough / 2, Least);
        // Where it does not succeed now the log still holds everything, and the next commit tries again.
        _writer.TryCheckpoint();
    }

    /// <summary>Copies all that is in the log and begins it again, on the writer's connection.</summary>
    /// <returns>False when a reader or the disk stands in the way.</returns>
    public bool TryEmpty()
    {
        _copying?.Wait();
        _copying = null;
        _copied = 0;
        return _writer.TryEmptyLog();
    }

    public void Dispose()
    {
        _copying?.Wait();
        _beside.Dispose();
    }
}

using Microsoft.Win32.SafeHandles;

namespace Sessions.Sqlite.Write;

/// <summary>
/// Brings commits to the disk on a thread of its own: SQLite itself would hold the next transaction up for as long as
/// that takes. Commits that come while one sync is under way share the next. After a failure every sync fails until
/// <see cref="Recovered"/>. Thread-safe.
/// </summary>
internal sealed class WalSync : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SafeFileHandle _log;
    private readonly Action<SafeFileHandle> _sync;
    private readonly Thread _thread;
    private TaskCompletionSource? _next;
    private IOException? _failure;
    private bool _stopped;

    /// <param name="logFile">The write-ahead log, which is there for as long as its database is open.</param>
    /// <param name="sync">Brings it to the disk.</param>
    public WalSync(string logFile, Action<SafeFileHandle> sync)
    {
        _sync = sync;
        _log = File.OpenHandle(
            logFile,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
        _thread = new Thread(Run) { IsBackground = true, Name = "Log sync" };
        _thread.Start();
    }

    /// <summary>Why the log may not be on the disk; null when all is well.</summary>
    public IOException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Completes when all that was committed before the call is on the disk.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public Task SyncAsync()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                _next = new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously
                );
                _asked.Release();
            }

            return _next.Task;
        }
    }

    /// <summary>All that was committed is on the disk by another way.</summary>
    public void Recovered()
    {
        lock (_gate)
        {
            _failure = null;
        }
    }

    /// <summary>Ends after the syncs that were asked for.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        _asked.Release();
        _thread.Join();
        _log.Dispose();
        _asked.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _asked.Wait();
            TaskCompletionSource? waiting;
            lock (_gate)
            {
                waiting = _next;
                _next = null;
                if (waiting is null && _stopped)
                {
                    return;
                }
            }

            if (waiting is not null)
            {
                Sync(waiting);
            }
        }
    }

    private void Sync(TaskCompletionSource waiting)
    {
        try
        {
            if (Failure is { } before)
            {
                throw before;
            }

            _sync(_log);
            waiting.SetResult();
        }
        catch (Exception exception)
        {
            var failure = exception as IOException ?? new IOException(exception.Message, exception);
            lock (_gate)
            {
                _failure = failure;
            }

            waiting.SetException(failure);
        }
    }
}

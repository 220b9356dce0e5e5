using Sessions.Sqlite.Native;

namespace Sessions.Sqlite.Read;

/// <summary>
/// Tells all followers of one reader that something was committed. One connection asks SQLite for its
/// <c>data_version</c>, which costs microseconds and reads no page; it asks only while somebody follows.
/// </summary>
internal sealed class ChangeNotifier(string file, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How late a follower may hear of a commit.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _poll;
    private int _followers;

    /// <summary>Takes part until disposed.</summary>
    public Subscription Subscribe()
    {
        lock (_lock)
        {
            _followers++;
            _poll ??= Task.Run(() => PollAsync(_stop.Token));
            return new Subscription(this);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_poll is { } poll)
        {
            await poll;
        }

        _next.TrySetCanceled();
        _stop.Dispose();
    }

    private Task Next()
    {
        lock (_lock)
        {
            return _next.Task;
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        Database? database = null;
        var seen = -1L;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Volatile.Read(ref _followers) == 0)
                {
                    continue;
                }

                try
                {
                    if (database?.HasMoved == true)
                    {
                        database.Dispose();
                        database = null;
                        seen = -1;
                    }

                    database ??= Database.Open(file, readOnly: true, TimeSpan.FromSeconds(2));
                    var query = database.Prepare("PRAGMA data_version");
                    query.Step();
                    var version = query.Int64(0);
                    query.Reset();
                    if (version != seen)
                    {
                        seen = version;
                        Raise();
                    }
                }
                catch (SqliteFailure)
                {
                    // The followers' own queries meet the same failure and report it.
                    database?.Dispose();
                    database = null;
                    Raise();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        finally
        {
            database?.Dispose();
        }
    }

    private void Raise()
    {
        TaskCompletionSource raised;
        lock (_lock)
        {
            raised = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        raised.TrySetResult();
    }

    /// <summary>One follower's part.</summary>
    public readonly struct Subscription(ChangeNotifier signal) : IDisposable
    {
        /// <summary>Ends at the next commit. Take it before looking, wait after finding nothing.</summary>
        public Task Next() => signal.Next();

        public void Dispose() => Interlocked.Decrement(ref signal._followers);
    }
}

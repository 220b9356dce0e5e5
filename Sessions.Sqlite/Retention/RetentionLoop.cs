using Sessions.Sqlite.Write;

namespace Sessions.Sqlite.Retention;

/// <summary>Takes step after step while there is something to remove, half of the time at most, and looks again every ten seconds.</summary>
internal sealed class RetentionLoop : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    private readonly SqliteSessionWriter _writer;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public RetentionLoop(SqliteSessionWriter writer, RetentionOptions options, TimeProvider time)
    {
        _writer = writer;
        _options = options;
        _time = time;
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await StepAsync(cancellationToken), _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
    }

    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var began = _time.GetTimestamp();
            var step = await _writer.PruneAsync(_options, _time.GetUtcNow(), cancellationToken);
            var took = _time.GetElapsedTime(began);
            return step.IsDone ? Idle
                : took > Between ? took
                : Between;
        }
        catch (StoreUnavailableException)
        {
            // Writing meets the same trouble and reports it; retention only comes later.
            return Idle;
        }
    }
}

namespace Dashboard.Web.Live;

/// <summary>
/// Hands the newest snapshot of something to all who wait for it. Nothing is queued: a subscriber that is slow gets the
/// newest one and never sees those in between, so that it costs no more memory than a fast one. Thread-safe.
/// </summary>
internal sealed class Broadcaster<T>
    where T : class
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _published = NewSource();
    private T? _current;

    /// <summary>Null before the first one.</summary>
    public T? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    public void Publish(T snapshot)
    {
        TaskCompletionSource published;
        lock (_gate)
        {
            _current = snapshot;
            published = _published;
            _published = NewSource();
        }

        published.SetResult();
    }

    /// <summary>Waits for a snapshot other than the one that was seen last.</summary>
    public async Task<T> NextAsync(T? seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task published;
            lock (_gate)
            {
                if (_current is { } current && !ReferenceEquals(current, seen))
                {
                    return current;
                }

                published = _published.Task;
            }

            await published.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

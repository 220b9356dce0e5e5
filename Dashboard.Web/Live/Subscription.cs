namespace Dashboard.Web.Live;

/// <summary>One subscriber's share of a watched session; disposing it ends it.</summary>
internal sealed class Subscription(
    Broadcaster<SessionSnapshot> snapshots,
    bool withPanels,
    CancellationToken sessionStopped,
    Action end
) : IDisposable
{
    private Action? _end = end;

    /// <summary>The next snapshot after the one that was seen last; the newest one for null.</summary>
    /// <exception cref="OperationCanceledException">Asked for, or the session is no longer watched.</exception>
    public async Task<SessionSnapshot> NextAsync(
        SessionSnapshot? seen,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            sessionStopped
        );
        do
        {
            seen = await snapshots.NextAsync(seen, either.Token);
        } while (withPanels && seen.Panels.Count == 0);
        return seen;
    }

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}

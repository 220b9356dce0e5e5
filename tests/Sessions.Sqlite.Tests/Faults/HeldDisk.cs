namespace Sessions.Sqlite.Tests;

/// <summary>
/// A disk whose syncs can be held up. A test that fails meanwhile ends all the same: after a limit a sync that is held
/// up fails.
/// </summary>
internal sealed class HeldDisk : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly ManualResetEventSlim _free = new(true);

    /// <summary>From now on syncs wait, until <see cref="LetGo"/>.</summary>
    public void Hold() => _free.Reset();

    public void LetGo() => _free.Set();

    /// <exception cref="IOException">It was held up for too long.</exception>
    public void Sync()
    {
        if (!_free.Wait(Limit))
        {
            throw new IOException($"The disk was held up for {Limit.TotalSeconds} s.");
        }
    }

    public void Dispose() => _free.Dispose();
}

namespace Load.Payload;

/// <summary>
/// Hands out ranges of the present that do not overlap: two checkpoints of one session with one name and one time
/// would be one event, and the receiver would rightly store it once.
/// </summary>
public sealed class ItemClock
{
    private long _last;

    /// <summary>The first of <paramref name="items"/> microseconds that nobody else gets, in ns since 1970.</summary>
    public ulong Reserve(int items)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var start = Math.Max(now - items, last);
            if (Interlocked.CompareExchange(ref _last, start + items, last) == last)
            {
                return (ulong)start * 1_000;
            }
        }
    }
}

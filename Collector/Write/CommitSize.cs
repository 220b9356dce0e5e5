namespace Collector.Write;

/// <summary>
/// How many items the next commit takes: as many as the store writes in a short time, since whoever comes meanwhile
/// waits for it. What an item costs differs a hundredfold between a heartbeat and the first event of a session, and with
/// what else the machine does, so it is measured. Thread-safe.
/// </summary>
/// <param name="max">Never more.</param>
internal sealed class CommitSize(int max)
{
    /// <summary>Of fewer the commits would cost more than the items.</summary>
    public const int Least = 250;

    /// <summary>How long a commit should hold up the next one.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(20);

    private readonly int _max = max;
    private readonly int _least = Math.Min(Least, max);
    private volatile int _items = max;

    public int Items => _items;

    /// <summary>Learns from a commit.</summary>
    /// <param name="items">How many it wrote.</param>
    /// <param name="held">How long the store could take no other because of it.</param>
    public void Learn(int items, TimeSpan held)
    {
        var size = _items;
        if (held > Target && items > _least)
        {
            // By halves at most: one commit may be slow for a reason that has nothing to do with its items.
            _items = Math.Clamp((int)(items * (Target / held)), Math.Max(_least, size / 2), size);
        }
        else if (held < Target / 2 && items >= size)
        {
            _items = Math.Min(_max, 2 * size);
        }
    }
}

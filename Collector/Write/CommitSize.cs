namespace Collector.Write;

/// <summary>
/// How many items the next commit takes: as many as the store writes in a short time, since whoever comes meanwhile
/// waits for it. What an item costs differs a hundredfold between a heartbeat and the first event of a session, and with
/// what else the machine does, so it is measured; one with long texts counts as several. The time is short while there
/// are connections that send little; among those that all send much, longer commits cost each of them less. Thread-safe.
/// </summary>
/// <param name="max">Never more.</param>
internal sealed class CommitSize(int max)
{
    /// <summary>Of fewer the commits would cost more than the items.</summary>
    public const int Least = 250;

    /// <summary>How many commits stay short after one that had a request of a connection that sends little.</summary>
    public const int ShortCommits = 500;

    /// <summary>How long a commit should hold up the next one while some connections send little.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    /// <summary>The same while all send much.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);

    private readonly int _max = max;
    private readonly int _least = Math.Min(Least, max);
    private volatile int _short = max;
    private volatile int _long = max;
    private volatile int _shortCommitsLeft;

    public int Items => _shortCommitsLeft > 0 ? _short : _long;

    /// <summary>Notes what the next commit takes.</summary>
    /// <param name="fromLightSender">Whether a request is among it of a connection that sends little.</param>
    public void Take(bool fromLightSender) =>
        _shortCommitsLeft = fromLightSender ? ShortCommits : Math.Max(0, _shortCommitsLeft - 1);

    /// <summary>Learns from a commit.</summary>
    /// <param name="items">How many it wrote.</param>
    /// <param name="held">How long the store could take no other because of it.</param>
    public void Learn(int items, TimeSpan held)
    {
        _short = Next(_short, Short, items, held);
        _long = Next(_long, Long, items, held);
    }

    private int Next(int size, TimeSpan target, int items, TimeSpan held)
    {
        if (held > target && items > _least)
        {
            // By halves at most: one commit may be slow for a reason that has nothing to do with its items.
            return Math.Clamp((int)(items * (target / held)), Math.Max(_least, size / 2), size);
        }

        return held < target / 2 && items >= size ? Math.Min(_max, 2 * size) : size;
    }
}

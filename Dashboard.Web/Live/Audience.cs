using Sessions;

namespace Dashboard.Web.Live;

/// <summary>
/// The viewers of one subject. Each message is encoded once and offered to all. Recent messages are kept, bounded, so
/// that a viewer who comes back is given exactly what it missed.
/// </summary>
internal sealed class Audience
{
    /// <summary>What is kept for returning viewers.</summary>
    private const int RecentBytes = 512 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Message> _recent = new();
    private readonly HashSet<Viewer> _viewers = [];
    private StorePosition? _floor;
    private Message? _standing;
    private int _recentBytes;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _viewers.Count;
            }
        }
    }

    /// <summary>Whether anybody ever joined, so that messages are worth encoding.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _floor is not null;
            }
        }
    }

    /// <summary>Adds a viewer who has seen everything up to <paramref name="after"/>.</summary>
    /// <param name="after">What the viewer has seen.</param>
    /// <param name="now">Where the subject stands; everything later will be sent.</param>
    /// <returns>
    /// The viewer's place; what stands now and what it missed, as far as it is kept; and, when that does not reach back
    /// to <paramref name="after"/>, up to where the store has to be asked.
    /// </returns>
    public Seat Join(StorePosition after, StorePosition now)
    {
        var viewer = new Viewer();
        lock (_gate)
        {
            _floor ??= now;
            var floor = _floor.Value;
            _viewers.Add(viewer);
            var missed = _recent
                .Where(m => m.Position is { } p && p.CompareTo(after) > 0)
                .ToArray();
            return new Seat(viewer, _standing, after.CompareTo(floor) < 0 ? floor : null, missed);
        }
    }

    public void Leave(Viewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
        }
    }

    /// <summary>Offers a message to all, and keeps it when it has a position.</summary>
    public void Send(Message message)
    {
        lock (_gate)
        {
            if (message.Position is { } position && _floor is { } floor)
            {
                // The store is asked for what came before the first viewer.
                if (position.CompareTo(floor) <= 0)
                {
                    return;
                }

                Keep(message);
            }

            _viewers.RemoveWhere(viewer => !viewer.Offer(message));
        }
    }

    /// <summary>Replaces what a new viewer is given first, and offers the change to those who are here.</summary>
    public void Send(Message change, Message standing)
    {
        lock (_gate)
        {
            _standing = standing;
            _viewers.RemoveWhere(viewer => !viewer.Offer(change));
        }
    }

    /// <summary>Tells all viewers to load anew, and forgets what was kept: the store's positions have started over.</summary>
    public void Restart(StorePosition floor)
    {
        lock (_gate)
        {
            _recent.Clear();
            _recentBytes = 0;
            _floor = floor;
            _viewers.RemoveWhere(viewer => !viewer.Offer(Message.Resync));
        }
    }

    private void Keep(Message message)
    {
        _recent.Enqueue(message);
        _recentBytes += message.Bytes.Length;
        while (_recentBytes > RecentBytes)
        {
            var oldest = _recent.Dequeue();
            _recentBytes -= oldest.Bytes.Length;
            _floor = oldest.Position;
        }
    }
}

/// <summary>A viewer's place in an audience.</summary>
/// <param name="Viewer">What will be sent from now on.</param>
/// <param name="Standing">What stands now; absent before the first rendering.</param>
/// <param name="AskStoreUpTo">Where the kept messages begin, when the viewer has not seen everything before.</param>
/// <param name="Missed">Kept messages that the viewer has not seen.</param>
internal sealed record Seat(
    Viewer Viewer,
    Message? Standing,
    StorePosition? AskStoreUpTo,
    IReadOnlyList<Message> Missed
);

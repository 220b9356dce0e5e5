using Collector.Project;
using Sessions;

namespace Collector.Write;

/// <summary>
/// One request in the queue, or one heartbeat of the collector. Its items are its events, then its points; they go to
/// the store in one or more parts. Not thread-safe but for <see cref="Committed"/>: it belongs to the task that commits.
/// </summary>
/// <param name="projection">The items; null for a heartbeat.</param>
/// <param name="sender">The connection that the request came by.</param>
/// <param name="arrivedAt">When it arrived, UTC.</param>
/// <param name="queuedAt">Timestamp of the clock, for measuring.</param>
/// <param name="bytes">How large the request was, unpacked.</param>
internal sealed class WriteTicket(
    Projection? projection,
    string sender,
    DateTimeOffset arrivedAt,
    long queuedAt,
    int bytes = 0
)
{
    /// <summary>An item costs what one without long texts costs for each of these that it has.</summary>
    private const int BytesOfCost = 4 * 1024;

    private readonly TaskCompletionSource<StoreRefusals> _committed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Lock _gate = new();
    private int _taken;
    private int _partsUnderWay;
    private bool _isTaken;
    private Exception? _failure;
    private StoreRefusals _refusals;

    public string Sender => sender;

    public DateTimeOffset ArrivedAt => arrivedAt;

    public long QueuedAt => queuedAt;

    public HearingPeriod? Hearing { get; init; }

    public int Items => projection?.Weight ?? 0;

    /// <summary>What writing one of its items costs, in items without long texts; at least 1.</summary>
    public int ItemCost { get; } = 1 + bytes / BytesOfCost / Math.Max(1, projection?.Weight ?? 0);

    public int Cost => Items * ItemCost;

    /// <summary>What its items cost that are still to be taken.</summary>
    public int LeftCost
    {
        get
        {
            lock (_gate)
            {
                return _failure is null ? (Items - _taken) * ItemCost : 0;
            }
        }
    }

    /// <summary>Completes after the last commit that it needs, or fails with the reason why there was none.</summary>
    public Task<StoreRefusals> Committed => _committed.Task;

    /// <summary>Takes the next items, at most so many.</summary>
    /// <param name="maxItems">At least 1.</param>
    /// <param name="isWhole">Whether nothing is left to take.</param>
    public WritePart Take(int maxItems, out bool isWhole)
    {
        lock (_gate)
        {
            // What is left of a request that failed need not be written: the client sends all of it again.
            var count = _failure is null ? Math.Min(maxItems, Items - _taken) : 0;
            var part = new WritePart(this, _taken, count);
            _taken += count;
            _partsUnderWay++;
            isWhole = _isTaken = _failure is not null || _taken == Items;
            return part;
        }
    }

    public void CopyTo(WriteBatch batch, int from, int count)
    {
        projection?.CopyTo(batch, from, count);
        batch.Hearing = Hearing ?? batch.Hearing;
    }

    /// <summary>The store will never take so many of the items of a part.</summary>
    public void Refuse(int items, string because)
    {
        lock (_gate)
        {
            _refusals = new(_refusals.Items + items, _refusals.Because ?? because);
        }
    }

    /// <summary>What its sessions have no room for: the sender is told, and it is counted.</summary>
    public void LeaveOut(IReadOnlySet<FigurePoint> figures, IReadOnlySet<SessionEvent> phases)
    {
        lock (_gate)
        {
            projection?.LeaveOut(figures, phases);
        }
    }

    /// <summary>Some of the items could not be written.</summary>
    public void Fail(Exception reason)
    {
        lock (_gate)
        {
            _failure ??= reason;
        }
    }

    /// <summary>Nothing more happens to a part that was taken; with the last one the request is answered.</summary>
    public void EndPart()
    {
        lock (_gate)
        {
            _partsUnderWay--;
            if (_partsUnderWay > 0 || !_isTaken)
            {
                return;
            }
        }

        // Only now: the projection is used again as soon as the request is answered.
        if (_failure is not null)
        {
            _committed.TrySetException(_failure);
        }
        else
        {
            _committed.TrySetResult(_refusals);
        }
    }
}

/// <summary>Items of a ticket that go to the store together.</summary>
/// <param name="Ticket">Whose items they are.</param>
/// <param name="From">The first one, from 0.</param>
/// <param name="Count">How many; 0 for a heartbeat.</param>
internal readonly record struct WritePart(WriteTicket Ticket, int From, int Count)
{
    /// <summary>What writing them costs, in items without long texts.</summary>
    public int Cost => Count * Ticket.ItemCost;
}

/// <summary>Items of a request that the store will never take.</summary>
/// <param name="Items">How many events and points.</param>
/// <param name="Because">Why the first of them was refused; null when there is none.</param>
internal readonly record struct StoreRefusals(int Items, string? Because);

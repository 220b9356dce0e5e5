using Collector.Project;
using Sessions;

namespace Collector.Write;

/// <summary>
/// The way to the store's one writer: requests queue here, and one task commits them in groups. A request is completed
/// only after the commits that hold it. Thread-safe.
/// </summary>
internal sealed class WriteQueue(WriteOptions options, TimeProvider clock)
{
    private const string Collector = "";

    /// <summary>A tenth of the room is kept for connections that have a hundredth of it waiting at most.</summary>
    private const int ReserveShare = 10;
    private const int LittleShare = 100;

    private readonly FairQueue _waiting = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _itemsBySender = new(StringComparer.Ordinal);
    private int _items;
    private int _requests;

    /// <summary>Requests that wait, the ones being committed included.</summary>
    public int Requests
    {
        get
        {
            lock (_gate)
            {
                return _requests;
            }
        }
    }

    /// <summary>Events and points that wait, the ones being committed included.</summary>
    public int Items
    {
        get
        {
            lock (_gate)
            {
                return _items;
            }
        }
    }

    internal FairQueue Waiting => _waiting;

    /// <summary>Queues what a request says and waits for its commits. The projection belongs to the queue until then.</summary>
    /// <param name="projection">Its items.</param>
    /// <param name="arrivedAt">When it arrived, UTC.</param>
    /// <param name="sender">The connection that it came by.</param>
    /// <param name="bytes">How large it was, unpacked: items with long texts cost more.</param>
    /// <returns>Which of the items the store will never take; the others are stored.</returns>
    /// <exception cref="QueueFullException">Too much waits already; nothing was queued.</exception>
    /// <exception cref="StoreUnavailableException">Not all was stored; sending the same again later may succeed.</exception>
    public async Task<StoreRefusals> CommitAsync(
        Projection projection,
        DateTimeOffset arrivedAt,
        string sender,
        int bytes = 0
    )
    {
        var weight = projection.Weight;
        Enter(sender, weight);
        try
        {
            return await EnqueueAsync(
                new WriteTicket(projection, sender, arrivedAt, clock.GetTimestamp(), bytes)
            );
        }
        finally
        {
            Leave(sender, weight);
        }
    }

    /// <summary>Stores the collector's heartbeat. It has a turn of its own, however much waits.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public Task StateAsync(HearingPeriod period, DateTimeOffset now) =>
        EnqueueAsync(
            new WriteTicket(null, Collector, now, clock.GetTimestamp()) { Hearing = period }
        );

    /// <summary>Takes no more; what waits is still committed.</summary>
    public void Close() => _waiting.Close();

    private Task<StoreRefusals> EnqueueAsync(WriteTicket ticket) =>
        _waiting.TryAdd(ticket)
            ? ticket.Committed
            : throw new StoreUnavailableException("The collector is stopping.");

    private void Enter(string sender, int weight)
    {
        lock (_gate)
        {
            var ofSender = _itemsBySender.GetValueOrDefault(sender);
            var room =
                ofSender + weight <= options.MaxQueuedItems / LittleShare
                    ? options.MaxQueuedItems
                    : options.MaxQueuedItems - options.MaxQueuedItems / ReserveShare;
            // A request larger than the bound is still taken when nothing else waits.
            if (
                (_items > 0 && _items + weight > room)
                || (ofSender > 0 && ofSender + weight > options.MaxQueuedItemsPerConnection)
            )
            {
                throw new QueueFullException();
            }

            _items += weight;
            _requests++;
            _itemsBySender[sender] = ofSender + weight;
        }
    }

    private void Leave(string sender, int weight)
    {
        lock (_gate)
        {
            _items -= weight;
            _requests--;
            if ((_itemsBySender[sender] -= weight) == 0)
            {
                _itemsBySender.Remove(sender);
            }
        }
    }
}

/// <summary>More waits for its commit than may; the client should retry later.</summary>
internal sealed class QueueFullException() : Exception("The write queue is full.");

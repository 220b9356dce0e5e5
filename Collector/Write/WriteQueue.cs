using System.Threading.Channels;
using Collector.Project;
using Sessions;

namespace Collector.Write;

/// <summary>
/// The way to the store's one writer: requests queue here, and one task commits them in groups. A request is completed
/// only after the commit that holds it. Thread-safe.
/// </summary>
internal sealed class WriteQueue(WriteOptions options, TimeProvider clock)
{
    private readonly Channel<WriteTicket> channel = Channel.CreateUnbounded<WriteTicket>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private int items;
    private int requests;

    /// <summary>Requests that wait, the ones being committed included.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Events and points that wait, the ones being committed included.</summary>
    public int Items => Volatile.Read(ref items);

    internal ChannelReader<WriteTicket> Reader => channel.Reader;

    /// <summary>Queues what a request says and waits for its commit. The projection belongs to the queue until then.</summary>
    /// <exception cref="QueueFullException">Too much waits already; nothing was queued.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was stored; trying again later may succeed.</exception>
    public async Task CommitAsync(Projection projection, DateTimeOffset arrivedAt)
    {
        var weight = projection.Weight;
        // A request larger than the whole queue is still taken when nothing else waits.
        if (Interlocked.Add(ref items, weight) > options.MaxQueuedItems && items != weight)
        {
            Interlocked.Add(ref items, -weight);
            throw new QueueFullException();
        }

        Interlocked.Increment(ref requests);
        try
        {
            var ticket = new WriteTicket(projection, arrivedAt, clock.GetTimestamp());
            if (!channel.Writer.TryWrite(ticket))
            {
                throw new StoreUnavailableException("The collector is stopping.");
            }

            await ticket.Committed;
        }
        finally
        {
            Interlocked.Decrement(ref requests);
            Interlocked.Add(ref items, -weight);
        }
    }

    /// <summary>Takes no more; what waits is still committed.</summary>
    public void Close() => channel.Writer.TryComplete();
}

/// <summary>More waits for its commit than may; the client should come again.</summary>
internal sealed class QueueFullException() : Exception("The write queue is full.");

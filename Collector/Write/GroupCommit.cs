using Collector.Metrics;
using Sessions;

namespace Collector.Write;

/// <summary>
/// Commits what waits in groups: while one commit is under way the next group gathers, so that the cost of a durable
/// commit is shared by all requests that wait. As many commits are under way at once as the store allows.
/// </summary>
internal sealed class GroupCommit(
    WriteQueue queue,
    BatchWriter writer,
    WriteOptions options,
    WriteMetrics metrics
) : BackgroundService
{
    private readonly CommitSize _size = new(options.MaxCommitItems);

    private readonly CommitGroup[] _groups =
    [
        .. Enumerable.Range(0, writer.MaxOverlap).Select(_ => new CommitGroup()),
    ];

    /// <summary>
    /// Before anything is received: a store that can be had is made ready, so that readers find it there; one that is
    /// away now may come later.
    /// </summary>
    /// <exception cref="StoreUnusableException">It cannot be used and never will; this ends the start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await writer.MakeReadyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not stopped by the token: what was received is written before the end; see StopAsync.
        for (var turn = 0; await queue.Waiting.WaitAsync(); turn = (turn + 1) % _groups.Length)
        {
            var group = _groups[turn];
            await group.Done;
            group.Parts.Clear();
            _size.Take(queue.Waiting.TakeInto(group.Parts, _size.Items));
            if (group.Parts.Count > 0)
            {
                group.Done = CommitAsync(group);
            }
        }

        await Task.WhenAll(_groups.Select(group => group.Done));
    }

    /// <summary>The host stops listening first; what waits by then is still committed, within the host's time to stop.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
    }

    private async Task CommitAsync(CommitGroup group)
    {
        var queuedAt = group.Parts[0].Ticket.QueuedAt;
        metrics.Begins(queuedAt);
        try
        {
            await writer.WriteAsync(group);
            _size.Learn(group.Parts.Sum(part => part.Cost), group.Batch.Held);
        }
        finally
        {
            group.Empty();
            metrics.Ends(queuedAt);
        }
    }
}

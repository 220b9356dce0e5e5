using Collector.Metrics;
using Sessions;

namespace Collector.Write;

/// <summary>
/// Commits what waits in groups: while one commit is under way the next group gathers, so that the cost of a durable
/// commit is shared by all who wait. The only caller of the store's writer, and with as many commits at once as it allows.
/// </summary>
internal sealed class GroupCommit(
    WriteQueue queue,
    ISessionWriter writer,
    WriteOptions options,
    WriteMetrics metrics,
    TimeProvider clock,
    ILogger<GroupCommit> log
) : BackgroundService
{
    private readonly CommitGroup[] groups =
    [
        .. Enumerable.Range(0, writer.MaxOverlap).Select(_ => new CommitGroup()),
    ];

    private readonly WriteBatch nothing = new() { ArrivedAt = default };

    /// <summary>
    /// Before anything is received: a store that can be had is made ready, so that readers find it there; one that is
    /// away now may come later.
    /// </summary>
    /// <exception cref="StoreUnusableException">It will never do; this ends the start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteNothingAsync(cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            metrics.Failed(unavailable.Message);
            log.LogError(
                unavailable,
                "The store cannot be written yet; clients are asked to come again."
            );
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not stopped by the token: what has been taken in is written before the end; see StopAsync.
        for (var turn = 0; await AnyWaitsAsync(); turn = (turn + 1) % groups.Length)
        {
            var group = groups[turn];
            await group.Done;
            group.Gather(queue.Reader, options.MaxCommitItems);
            group.Done = CommitAsync(group, group.Tickets);
        }

        await AllDone();
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

    /// <returns>False when there will be no more.</returns>
    private async Task<bool> AnyWaitsAsync()
    {
        var anyWaits = queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(anyWaits, AllDone());
        // Clients that were turned away may stay away; whoever looks at the health should not be told old news.
        while (!metrics.IsWell && !anyWaits.IsCompleted)
        {
            await Task.WhenAny(anyWaits, Task.Delay(options.TryAgainAfter, clock));
            if (!anyWaits.IsCompleted)
            {
                await AllDone();
                await TryAsync();
            }
        }

        return await anyWaits;
    }

    /// <summary>Sees whether the store can be written again.</summary>
    private async Task TryAsync()
    {
        try
        {
            await WriteNothingAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException unavailable)
        {
            metrics.Failed(unavailable.Message);
        }
        catch (Exception fault)
        {
            metrics.Failed(fault.Message);
            log.LogError(fault, "The store could not be tried.");
        }
    }

    private async Task WriteNothingAsync(CancellationToken cancellationToken)
    {
        nothing.ArrivedAt = clock.GetUtcNow();
        var begun = clock.GetTimestamp();
        var result = await writer.WriteAsync(nothing, cancellationToken);
        metrics.Committed(result, clock.GetElapsedTime(begun));
    }

    private Task AllDone() => Task.WhenAll(groups.Select(group => group.Done));

    private async Task CommitAsync(CommitGroup group, List<WriteTicket> tickets)
    {
        var queuedAt = tickets[0].QueuedAt;
        metrics.Begins(queuedAt);
        try
        {
            group.Fill(tickets);
            var begun = clock.GetTimestamp();
            var result = await writer.WriteAsync(group.Batch, CancellationToken.None);
            metrics.Committed(result, clock.GetElapsedTime(begun));
            tickets.ForEach(ticket => ticket.Complete());
        }
        catch (StoreUnavailableException unavailable)
        {
            if (metrics.Failed(unavailable.Message))
            {
                log.LogError(
                    unavailable,
                    "The store cannot be written; clients are asked to come again."
                );
            }

            tickets.ForEach(ticket => ticket.Fail(unavailable));
        }
        catch (Exception fault) when (tickets.Count == 1)
        {
            metrics.Faulted(fault.Message);
            log.LogError(fault, "The store could not take a request.");
            tickets[0].Fail(fault);
        }
        catch (Exception)
        {
            // One request that the store cannot take must not take its neighbours with it.
            foreach (var ticket in tickets)
            {
                await CommitAsync(group, [ticket]);
            }
        }
        finally
        {
            group.Empty();
            metrics.Ends(queuedAt);
        }
    }
}

using Collector.Watch;
using Sessions;

namespace Collector.Write;

/// <summary>
/// Commits what waits in groups: while one commit is under way the next group gathers, so that the cost of a durable
/// commit is shared by all who wait. The only caller of the store's writer.
/// </summary>
internal sealed class GroupCommit(
    WriteQueue queue,
    ISessionWriter writer,
    WriteOptions options,
    WriteWatch watch,
    TimeProvider clock,
    ILogger<GroupCommit> log
) : BackgroundService
{
    private readonly List<WriteTicket> group = [];

    // The store keeps nothing of a batch, so one does for all commits.
    private readonly WriteBatch batch = new() { ArrivedAt = default };

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
            watch.Failed(unavailable.Message);
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
        while (await AnyWaitsAsync())
        {
            Gather();
            await CommitAsync(group);
            group.Clear();
            batch.Events.Clear();
            batch.Points.Clear();
        }
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
        // Clients that were turned away may stay away; whoever looks at the health should not be told old news.
        while (!watch.IsWell && !anyWaits.IsCompleted)
        {
            await Task.WhenAny(anyWaits, Task.Delay(options.TryAgainAfter, clock));
            if (!anyWaits.IsCompleted)
            {
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
            watch.Failed(unavailable.Message);
        }
        catch (Exception fault)
        {
            watch.Failed(fault.Message);
            log.LogError(fault, "The store could not be tried.");
        }
    }

    private async Task WriteNothingAsync(CancellationToken cancellationToken)
    {
        Empty();
        batch.ArrivedAt = clock.GetUtcNow();
        var begun = clock.GetTimestamp();
        var result = await writer.WriteAsync(batch, cancellationToken);
        watch.Committed(result, clock.GetElapsedTime(begun));
    }

    private void Gather()
    {
        var weight = 0;
        while (
            queue.Reader.TryPeek(out var next)
            && (weight == 0 || weight + next.Projection.Weight <= options.MaxCommitItems)
            && queue.Reader.TryRead(out var ticket)
        )
        {
            weight += ticket.Projection.Weight;
            group.Add(ticket);
        }
    }

    private async Task CommitAsync(List<WriteTicket> tickets)
    {
        try
        {
            Fill(tickets);
            watch.Begins(tickets[0].QueuedAt);
            var begun = clock.GetTimestamp();
            var result = await writer.WriteAsync(batch, CancellationToken.None);
            watch.Committed(result, clock.GetElapsedTime(begun));
            tickets.ForEach(ticket => ticket.Complete());
        }
        catch (StoreUnavailableException unavailable)
        {
            if (watch.Failed(unavailable.Message))
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
            watch.Faulted(fault.Message);
            log.LogError(fault, "The store could not take a request.");
            tickets[0].Fail(fault);
        }
        catch (Exception)
        {
            // One request that the store cannot take must not take its neighbours with it.
            foreach (var ticket in tickets)
            {
                await CommitAsync([ticket]);
            }
        }
    }

    private void Fill(List<WriteTicket> tickets)
    {
        Empty();
        batch.ArrivedAt = tickets[^1].ArrivedAt;
        foreach (var ticket in tickets)
        {
            batch.Events.AddRange(ticket.Projection.Events);
            batch.Points.AddRange(ticket.Projection.Points);
        }
    }

    private void Empty()
    {
        batch.Events.Clear();
        batch.Points.Clear();
    }
}

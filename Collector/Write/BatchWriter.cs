using Collector.Metrics;
using Sessions;

namespace Collector.Write;

/// <summary>
/// Writes the parts of a commit and tells each request what became of it. The one place that says what a fault of the
/// store means: the store is away (nothing is stored, the client sends it again), or there is an item that it will never
/// take (found by halving; its neighbours are stored). The only caller of the store's writer.
/// </summary>
internal sealed class BatchWriter(
    ISessionWriter writer,
    WriteMetrics metrics,
    TimeProvider clock,
    ILogger<BatchWriter> log
)
{
    /// <summary>How often one commit is tried again in halves; what is left then is refused as a whole.</summary>
    private const int MaxAttempts = 200;

    private WriteTicket? _lastHeartbeat;

    public int MaxOverlap => writer.MaxOverlap;

    /// <summary>A store that can be had is made ready; one that is away now may come later.</summary>
    /// <exception cref="StoreUnusableException">It cannot be used and never will.</exception>
    public async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(
                new WriteBatch { ArrivedAt = clock.GetUtcNow() },
                cancellationToken
            );
        }
        catch (StoreUnavailableException away)
        {
            StoreFailed(away);
        }
    }

    /// <summary>Never fails; every part is answered.</summary>
    public async Task WriteAsync(CommitGroup group)
    {
        if (await TryWriteAsync(group, group.Parts) is { } fault)
        {
            if (await IsAwayAsync(fault))
            {
                Fail(group.Parts, fault);
            }
            else
            {
                await HalveAsync(group, fault);
            }
        }

        group.Parts.ForEach(part => part.Ticket.EndPart());
    }

    /// <summary>The store works, so it is one item or a few: halves are written until those are found.</summary>
    private async Task HalveAsync(CommitGroup group, Exception fault)
    {
        var attempts = 0;
        var open = new Stack<(IReadOnlyList<WritePart> Parts, Exception Fault)>();
        open.Push((group.Parts, fault));
        while (open.TryPop(out var next))
        {
            if (StoreException.FaultOf(next.Fault) == StoreFault.Unavailable)
            {
                Fail(next.Parts, next.Fault);
            }
            else if (next.Parts is [{ Count: <= 1 }] || attempts >= MaxAttempts)
            {
                Refuse(next.Parts, next.Fault);
            }
            else
            {
                foreach (var half in Halves(next.Parts))
                {
                    attempts++;
                    if (await TryWriteAsync(group, half) is { } again)
                    {
                        open.Push((half, again));
                    }
                }
            }
        }
    }

    /// <returns>Null when it was stored.</returns>
    private async Task<Exception?> TryWriteAsync(CommitGroup group, IReadOnlyList<WritePart> parts)
    {
        try
        {
            group.Fill(parts);
            _lastHeartbeat = parts.LastOrDefault(IsHeartbeat).Ticket ?? _lastHeartbeat;
            var begun = clock.GetTimestamp();
            var result = await writer.WriteAsync(group.Batch, CancellationToken.None);
            metrics.Committed(result, clock.GetElapsedTime(begun));
            TellLeftOut(parts, result);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <summary>Whether the store takes nothing. After a fault that it does not know it is asked with no items at all.</summary>
    private async Task<bool> IsAwayAsync(Exception fault)
    {
        switch (StoreException.FaultOf(fault))
        {
            case StoreFault.Unavailable:
                return true;
            case StoreFault.Refused:
                return false;
            default:
                try
                {
                    var batch = new WriteBatch
                    {
                        ArrivedAt = clock.GetUtcNow(),
                        Hearing = _lastHeartbeat?.Hearing,
                    };
                    await writer.WriteAsync(batch, CancellationToken.None);
                    return false;
                }
                catch (Exception again)
                {
                    log.LogDebug(again, "The store fails without any items, too.");
                    return true;
                }
        }
    }

    private void Refuse(IReadOnlyList<WritePart> parts, Exception fault)
    {
        if (metrics.Refused(parts.Sum(part => part.Count), fault.Message))
        {
            log.LogError(
                fault,
                "The store cannot take an item, which is dropped; others are stored."
            );
        }

        foreach (var part in parts)
        {
            part.Ticket.Refuse(part.Count, fault.Message);
        }
    }

    private void Fail(IReadOnlyList<WritePart> parts, Exception fault)
    {
        StoreFailed(fault);
        var reason =
            fault as StoreUnavailableException
            ?? new StoreUnavailableException(
                $"The store cannot be written: {fault.Message}",
                fault
            );
        foreach (var part in parts)
        {
            part.Ticket.Fail(reason);
        }
    }

    private void StoreFailed(Exception fault)
    {
        if (metrics.Failed(fault.Message))
        {
            log.LogError(fault, "The store cannot be written; clients are asked to retry.");
        }
    }

    private static void TellLeftOut(IReadOnlyList<WritePart> parts, WriteResult result)
    {
        if (result.FiguresLeftOut.Count + result.PhasesLeftOut.Count == 0)
        {
            return;
        }

        var figures = result.FiguresLeftOut.ToHashSet();
        var phases = result.PhasesLeftOut.ToHashSet();
        foreach (var ticket in parts.Select(part => part.Ticket).Distinct())
        {
            ticket.LeaveOut(figures, phases);
        }
    }

    private static bool IsHeartbeat(WritePart part) => part.Ticket.Hearing is not null;

    private static IEnumerable<IReadOnlyList<WritePart>> Halves(IReadOnlyList<WritePart> parts)
    {
        if (parts is [var (ticket, from, count)])
        {
            yield return [new WritePart(ticket, from, count / 2)];
            yield return [new WritePart(ticket, from + count / 2, count - count / 2)];
        }
        else
        {
            yield return [.. parts.Take(parts.Count / 2)];
            yield return [.. parts.Skip(parts.Count / 2)];
        }
    }
}

using System.Threading.Channels;
using Sessions;

namespace Collector.Write;

/// <summary>Requests that share one commit. Used again for a later one as soon as it is done.</summary>
internal sealed class CommitGroup
{
    public List<WriteTicket> Tickets { get; } = [];

    /// <summary>The store keeps nothing of a batch, so one does for all commits.</summary>
    public WriteBatch Batch { get; } = new() { ArrivedAt = default };

    /// <summary>Completes when its requests have been answered; never fails.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    /// <summary>Takes what waits, up to a bound; one request at least.</summary>
    public void Gather(ChannelReader<WriteTicket> waiting, int maxItems)
    {
        Tickets.Clear();
        var weight = 0;
        while (
            waiting.TryPeek(out var next)
            && (weight == 0 || weight + next.Projection.Weight <= maxItems)
            && waiting.TryRead(out var ticket)
        )
        {
            weight += ticket.Projection.Weight;
            Tickets.Add(ticket);
        }
    }

    /// <summary>Fills the batch with what these of its requests say.</summary>
    public void Fill(IReadOnlyList<WriteTicket> tickets)
    {
        Empty();
        Batch.ArrivedAt = tickets[^1].ArrivedAt;
        foreach (var ticket in tickets)
        {
            Batch.Events.AddRange(ticket.Projection.Events);
            Batch.Points.AddRange(ticket.Projection.Points);
        }
    }

    public void Empty()
    {
        Batch.Events.Clear();
        Batch.Points.Clear();
    }
}

using Sessions;

namespace Collector.Write;

/// <summary>Requests, or parts of them, that share one commit. Used again for a later one as soon as it is done.</summary>
internal sealed class CommitGroup
{
    public List<WritePart> Parts { get; } = [];

    /// <summary>The store keeps nothing of a batch, so one does for all commits.</summary>
    public WriteBatch Batch { get; } = new() { ArrivedAt = default };

    /// <summary>Completes when its requests have been answered; never fails.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    /// <summary>Fills the batch with these parts.</summary>
    /// <param name="parts">At least one.</param>
    public void Fill(IReadOnlyList<WritePart> parts)
    {
        Empty();
        Batch.ArrivedAt = parts[^1].Ticket.ArrivedAt;
        foreach (var (ticket, from, count) in parts)
        {
            ticket.CopyTo(Batch, from, count);
        }
    }

    public void Empty()
    {
        Batch.Events.Clear();
        Batch.Points.Clear();
        Batch.Figures.Clear();
        Batch.Hearing = null;
        Batch.Held = TimeSpan.Zero;
    }
}

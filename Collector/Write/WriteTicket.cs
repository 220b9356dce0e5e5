using Collector.Project;

namespace Collector.Write;

/// <summary>One request's place in the queue.</summary>
/// <param name="projection">What it says.</param>
/// <param name="arrivedAt">When it arrived, UTC.</param>
/// <param name="queuedAt">Timestamp of the clock, for measuring.</param>
internal sealed class WriteTicket(Projection projection, DateTimeOffset arrivedAt, long queuedAt)
{
    private readonly TaskCompletionSource committed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Projection Projection => projection;

    public DateTimeOffset ArrivedAt => arrivedAt;

    public long QueuedAt => queuedAt;

    /// <summary>Completes after the commit, or fails with the reason why there was none.</summary>
    public Task Committed => committed.Task;

    public void Complete() => committed.TrySetResult();

    public void Fail(Exception reason) => committed.TrySetException(reason);
}

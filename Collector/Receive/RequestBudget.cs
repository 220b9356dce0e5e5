namespace Collector.Receive;

/// <summary>The bytes that one request holds, out of the budget of all. Thread-safe; its state belongs to the budget.</summary>
internal sealed class RequestBudget(ByteBudget budget, string sender) : IDisposable
{
    private CancellationTokenSource? _arrival;

    public string Sender => sender;

    /// <summary>Whether its bytes were given to others because it took too long to arrive.</summary>
    public bool IsRevoked { get; internal set; }

    internal long Held { get; set; }

    internal long ArrivingSince { get; set; }

    internal LinkedListNode<RequestBudget>? Place { get; set; }

    /// <exception cref="RefusedException">There is no room for them now.</exception>
    public void Take(long bytes)
    {
        if (!budget.TryTake(this, bytes))
        {
            throw new RefusedException(Outcome.Overloaded());
        }
    }

    public void Return(long bytes) => budget.Return(this, bytes);

    /// <summary>From now on the request is arriving, until <see cref="Arrived"/>.</summary>
    /// <param name="arrival">Cancelled when the request has to make room for others.</param>
    public void Arriving(CancellationTokenSource arrival)
    {
        _arrival = arrival;
        budget.Start(this);
    }

    public void Arrived() => budget.Finish(this);

    internal void End()
    {
        try
        {
            _arrival?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It arrived, or failed, at the same moment.
        }
    }

    public void Dispose()
    {
        Arrived();
        Return(long.MaxValue);
    }
}

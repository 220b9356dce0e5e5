namespace Collector.Receive;

/// <summary>How many bytes all requests in hand may hold together. Thread-safe.</summary>
internal sealed class ByteBudget(long limit)
{
    private long used;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref used, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref used, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref used, -bytes);
}

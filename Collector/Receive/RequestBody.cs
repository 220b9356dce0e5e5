namespace Collector.Receive;

/// <summary>
/// The bytes of one message in one pooled array. Has any number of holders; the array goes back when the last one
/// releases it.
/// </summary>
internal sealed class RequestBody(byte[] array, int offset, int length)
{
    private int _holders = 1;

    public ReadOnlySpan<byte> Span => array.AsSpan(offset, length);

    public ReadOnlyMemory<byte> Memory => array.AsMemory(offset, length);

    public int Length => length;

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0 && array.Length > 0)
        {
            BodyPool.Return(array);
        }
    }
}

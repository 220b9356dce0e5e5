namespace Collector.Receive;

/// <summary>
/// Gathers the bytes of a request in one pooled array that grows with what arrives, never with what a header claims,
/// up to a limit and within the budget of all requests. Not thread-safe.
/// </summary>
internal sealed class GrowingBuffer(int limit, RequestBudget budget) : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private const int LargeSize = 4 * 1024 * 1024;

    private byte[] _array = [];
    private bool _isDetached;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>Room for more; at least one byte.</summary>
    /// <exception cref="RefusedException">The limit or the budget is reached.</exception>
    public Memory<byte> Room(int atLeast = 1)
    {
        if (_array.Length - Length < atLeast)
        {
            Grow(Length + (long)atLeast);
        }

        return _array.AsMemory(Length);
    }

    /// <summary>Counts what was written into the room.</summary>
    /// <exception cref="RefusedException">The limit is exceeded.</exception>
    public void Advance(int bytes)
    {
        Length += bytes;
        if (Length > limit)
        {
            throw new RefusedException(Outcome.TooLarge(limit));
        }
    }

    /// <summary>A part of what was written, to be filled in later.</summary>
    public Span<byte> At(int position, int length) => _array.AsSpan(position, length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length).Span);
        Advance(bytes.Length);
    }

    /// <summary>Hands the bytes over as a body; the budget is freed when this is disposed of, whoever still holds the body.</summary>
    /// <param name="offset">Where the message begins.</param>
    public RequestBody Detach(int offset = 0)
    {
        _isDetached = true;
        return new RequestBody(_array, offset, Length - offset);
    }

    public void Dispose()
    {
        budget.Return(_array.Length);
        if (!_isDetached && _array.Length > 0)
        {
            BodyPool.Return(_array);
        }

        _array = [];
    }

    private void Grow(long needed)
    {
        if (needed > limit + 1L)
        {
            throw new RefusedException(Outcome.TooLarge(limit));
        }

        // The pool keeps every size on the way for a while, so there are few large ones.
        var next = Math.Max(_array.Length * (_array.Length < LargeSize ? 2L : 4L), FirstSize);
        var size = Math.Max(Math.Min(next, limit + 1L), needed);
        var larger = BodyPool.Rent((int)size);
        try
        {
            budget.Take(larger.Length - _array.Length);
        }
        catch (RefusedException)
        {
            BodyPool.Return(larger);
            throw;
        }

        Written.CopyTo(larger);
        if (_array.Length > 0)
        {
            BodyPool.Return(_array);
        }

        _array = larger;
    }
}

namespace Sessions.Sqlite.Native;

/// <summary>
/// Where the texts and ids of a statement's parameters stand while it runs, so that SQLite need not copy each of them
/// into memory of its own. Pinned, because SQLite keeps the addresses; what does not fit is copied.
/// </summary>
internal sealed class ParameterBuffer
{
    private const int FirstSize = 512;
    private const int MaxSize = 32 * 1024;

    private byte[] _bytes = [];
    private int _used;
    private int _wanted = FirstSize;

    /// <summary>Room for so many bytes; false when there is none, and the value has to be copied.</summary>
    public bool TryTake(int size, out Span<byte> room)
    {
        room = default;
        if (size == 0)
        {
            return false;
        }

        if (_used + size > _bytes.Length && !TryGrow(size))
        {
            return false;
        }

        room = _bytes.AsSpan(_used, size);
        return true;
    }

    /// <summary>How much of the room taken last is in use.</summary>
    public void Keep(int size) => _used += size;

    public void Clear() => _used = 0;

    private bool TryGrow(int size)
    {
        _wanted = Math.Max(_wanted, Math.Min(_used + size, MaxSize));
        // What is bound already may not move, so a larger array has to wait until nothing is.
        if (_used > 0 || size > _wanted)
        {
            return false;
        }

        _bytes = GC.AllocateUninitializedArray<byte>(_wanted, pinned: true);
        return true;
    }
}

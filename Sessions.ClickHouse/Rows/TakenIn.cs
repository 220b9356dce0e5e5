namespace Sessions.ClickHouse.Rows;

/// <summary>
/// The identities of the events that a session's state takes in: whoever writes asks the store only about what may be
/// among them. Of numbered beats, most of what a session has, the highest is enough.
/// </summary>
/// <param name="highestBeat">No beat of the state has a greater number; 0 when it has none.</param>
/// <param name="isWhole">Whether the other events are all said by <see cref="Add"/>; otherwise any may be taken in.</param>
internal sealed class TakenIn(long highestBeat, bool isWhole)
{
    private readonly HashSet<long> _others = [];
    private long _highestBeat = highestBeat;
    private bool _isWhole = isWhole;

    /// <summary>How many identities are remembered, some 30 bytes each.</summary>
    public int Count => _others.Count;

    public void Add(long id)
    {
        if (id >= 0)
        {
            _highestBeat = Math.Max(_highestBeat, id);
        }
        else if (_isWhole)
        {
            _others.Add(id);
        }
    }

    /// <summary>False only for an event that the state does not take in.</summary>
    public bool MayHave(long id) =>
        id >= 0 ? id <= _highestBeat : !_isWhole || _others.Contains(id);

    /// <summary>Gives its memory back; any event but a beat may be taken in from now on.</summary>
    public void Forget()
    {
        _isWhole = false;
        _others.Clear();
        _others.TrimExcess();
    }
}

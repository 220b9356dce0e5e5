namespace Collector.Write;

/// <summary>
/// Requests that wait for their commit, one line for each connection: each in turn gives some of its items to a commit, so
/// that one with much to store does not hold up the others. Thread-safe; one task takes.
/// </summary>
internal sealed class FairQueue
{
    /// <summary>How many items a connection may give to a commit before the next one has its turn.</summary>
    private const int Quantum = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<WriteTicket>> _lines = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private bool _isClosed;

    /// <returns>False after the queue was closed.</returns>
    public bool TryAdd(WriteTicket ticket)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            if (!_lines.TryGetValue(ticket.Sender, out var line))
            {
                _lines.Add(ticket.Sender, line = new());
                _turns.Enqueue(ticket.Sender);
            }

            line.Enqueue(ticket);
            Wake();
            return true;
        }
    }

    /// <summary>Takes no more; what waits is still given out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Wake();
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>False when there will be no more.</returns>
    public async Task<bool> WaitAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_turns.Count > 0 || _isClosed)
                {
                    return _turns.Count > 0;
                }
            }

            await _arrived.WaitAsync();
        }
    }

    /// <summary>Takes parts with at most that many items together, in turn from every sender that waits.</summary>
    public void TakeInto(List<WritePart> parts, int maxItems)
    {
        lock (_gate)
        {
            var left = maxItems;
            while (left > 0 && _turns.TryDequeue(out var sender))
            {
                var line = _lines[sender];
                var quota = Math.Min(Quantum, left);
                while (quota > 0 && line.TryPeek(out var ticket))
                {
                    var part = ticket.Take(quota, out var isWhole);
                    parts.Add(part);
                    // A heartbeat, too, takes some time.
                    var cost = Math.Max(1, part.Count);
                    quota -= cost;
                    left -= cost;
                    if (isWhole)
                    {
                        line.Dequeue();
                    }
                }

                if (line.Count > 0)
                {
                    _turns.Enqueue(sender);
                }
                else
                {
                    _lines.Remove(sender);
                }
            }
        }
    }

    private void Wake()
    {
        if (_arrived.CurrentCount == 0)
        {
            _arrived.Release();
        }
    }
}

namespace Collector.Write;

/// <summary>
/// Requests that wait for their commit, one line for each connection. The connection goes first that will have been given
/// least after its turn, so that one with little to store is in the next commit however many others have much; one that
/// comes back after a pause starts level with the others, without a credit. Thread-safe; one task takes.
/// </summary>
internal sealed class FairQueue
{
    /// <summary>What a connection may give to a commit before it is compared with the others again, as a cost in items.</summary>
    private const int Quantum = 1_000;

    /// <summary>A request that costs no more, and is the only one of its connection, is of one that sends little.</summary>
    private const int Little = 100;

    /// <summary>Lines that wait for nothing are kept up to here, and as many again as wait.</summary>
    private const int MaxIdle = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    // By what each will have been given after its turn, then by when it came.
    private readonly PriorityQueue<Line, (long Given, long Turn)> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private long _level;
    private long _turns;
    private bool _isClosed;

    /// <summary>How many connections are known now; for tests.</summary>
    internal int Lines
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

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
                _lines.Add(ticket.Sender, line = new Line(ticket.Sender));
            }

            line.Tickets.Enqueue(ticket);
            if (line.Tickets.Count == 1)
            {
                line.Given = Math.Max(line.Given, _level);
                Wait(line);
            }

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
                if (_waiting.Count > 0 || _isClosed)
                {
                    return _waiting.Count > 0;
                }
            }

            await _arrived.WaitAsync();
        }
    }

    /// <summary>
    /// Takes parts that cost at most that much together, from whoever was given least; only the last item may cost more
    /// than was left.
    /// </summary>
    /// <returns>Whether some are of a connection that sends little.</returns>
    public bool TakeInto(List<WritePart> parts, int maxCost)
    {
        lock (_gate)
        {
            var left = maxCost;
            var hasLittle = false;
            while (left > 0 && _waiting.TryDequeue(out var line, out _))
            {
                _level = Math.Max(_level, line.Given);
                hasLittle |= line.HasLittle;
                var taken = Take(line, Math.Min(Quantum, left), parts);
                line.Given += taken;
                left -= taken;
                if (line.Tickets.Count > 0)
                {
                    Wait(line);
                }
            }

            ForgetIdle();
            return hasLittle;
        }
    }

    private static int Take(Line line, int quota, List<WritePart> parts)
    {
        var taken = 0;
        while (taken < quota && line.Tickets.TryPeek(out var ticket))
        {
            var affordable = Math.Max(1, (quota - taken) / ticket.ItemCost);
            var part = ticket.Take(affordable, out var isWhole);
            parts.Add(part);
            // A heartbeat, too, takes some time.
            taken += Math.Max(1, part.Cost);
            if (isWhole)
            {
                line.Tickets.Dequeue();
            }
        }

        return taken;
    }

    private void Wait(Line line) =>
        _waiting.Enqueue(
            line,
            (line.Given + Math.Min(Quantum, line.Tickets.Peek().LeftCost), _turns++)
        );

    /// <summary>Connections that were given no more than who is served now would come back level with it anyway.</summary>
    private void ForgetIdle()
    {
        if (_lines.Count <= 2 * _waiting.Count + MaxIdle)
        {
            return;
        }

        foreach (var line in _lines.Values)
        {
            if (line.Tickets.Count == 0 && (_waiting.Count == 0 || line.Given <= _level))
            {
                _lines.Remove(line.Sender);
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

    /// <summary>What a connection has waiting, and how much it has been given, counted from the others' level.</summary>
    private sealed class Line(string sender)
    {
        public string Sender => sender;

        public Queue<WriteTicket> Tickets { get; } = new();

        public long Given { get; set; }

        /// <summary>Whether all that waits is one small request; the collector's own heartbeat is none.</summary>
        public bool HasLittle =>
            Tickets.Count == 1 && Tickets.Peek() is { Items: > 0, Cost: <= Little };
    }
}

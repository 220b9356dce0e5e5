namespace Collector.Receive;

/// <summary>
/// How many bytes all requests in hand may hold together, and each sender of them. When nothing is left, the request
/// that has been arriving for longest makes room, so that slow uploads cannot lock out quick ones. Thread-safe.
/// </summary>
/// <param name="limit">Bytes of all requests together.</param>
/// <param name="senderLimit">Bytes of the requests of one connection; by default as many as of all.</param>
/// <param name="clock">Measures how long a request has been arriving.</param>
/// <param name="reserve">Of the limit, what is kept for connections that hold little: an eighth of the reserve at most.</param>
internal sealed class ByteBudget(
    long limit,
    long? senderLimit = null,
    TimeProvider? clock = null,
    long reserve = 0
)
{
    private const int LittleShare = 8;

    /// <summary>A request that arrives for longer gives way when the budget is used up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly LinkedList<RequestBudget> _arriving = new();
    private readonly Dictionary<string, long> _bySender = new(StringComparer.Ordinal);
    private long _used;

    /// <summary>Bytes held now.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>Begins the account of one request.</summary>
    /// <param name="sender">The connection that it came by.</param>
    public RequestBudget Open(string sender) => new(this, sender);

    internal bool TryTake(RequestBudget request, long bytes)
    {
        List<RequestBudget>? revoked = null;
        lock (_gate)
        {
            var ofSender = _bySender.GetValueOrDefault(request.Sender);
            if (request.IsRevoked || ofSender + bytes > (senderLimit ?? limit))
            {
                return false;
            }

            var room = ofSender + bytes <= reserve / LittleShare ? limit : limit - reserve;
            while (_used + bytes > room && SlowestExcept(request) is { } slow)
            {
                Stop(slow);
                Release(slow, slow.Held);
                slow.IsRevoked = true;
                (revoked ??= []).Add(slow);
            }

            if (_used + bytes <= room)
            {
                _used += bytes;
                _bySender[request.Sender] = ofSender + bytes;
                request.Held += bytes;
                bytes = 0;
            }
        }

        revoked?.ForEach(slow => slow.End());
        return bytes == 0;
    }

    internal void Return(RequestBudget request, long bytes)
    {
        lock (_gate)
        {
            // Of a revoked request everything was returned at once.
            Release(request, Math.Min(bytes, request.Held));
        }
    }

    internal void Start(RequestBudget request)
    {
        lock (_gate)
        {
            request.ArrivingSince = _clock.GetTimestamp();
            request.Place = _arriving.AddLast(request);
        }
    }

    internal void Finish(RequestBudget request)
    {
        lock (_gate)
        {
            Stop(request);
        }
    }

    private RequestBudget? SlowestExcept(RequestBudget request)
    {
        for (var place = _arriving.First; place is not null; place = place.Next)
        {
            if (_clock.GetElapsedTime(place.Value.ArrivingSince) < Grace)
            {
                return null;
            }

            if (place.Value != request && place.Value.Held > 0)
            {
                return place.Value;
            }
        }

        return null;
    }

    private void Stop(RequestBudget request)
    {
        if (request.Place is { } place)
        {
            _arriving.Remove(place);
            request.Place = null;
        }
    }

    private void Release(RequestBudget request, long bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        _used -= bytes;
        request.Held -= bytes;
        var left = _bySender[request.Sender] - bytes;
        if (left == 0)
        {
            _bySender.Remove(request.Sender);
        }
        else
        {
            _bySender[request.Sender] = left;
        }
    }
}

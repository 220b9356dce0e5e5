using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Collector.Receive;
using Otlp.Transmission;

namespace Collector.Forward;

/// <summary>
/// One receiver with its own bounded queue, retries and counters, so that a dead or slow one holds up nobody else, and
/// no request that it refuses holds up the next. The order of requests is kept.
/// </summary>
internal sealed class ForwardTarget
{
    /// <summary>How often one request is split before what is left of it is given up.</summary>
    private const int MaxSplits = 100;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly Channel<(Signal Signal, RequestBody Body)> _channel = Channel.CreateUnbounded<(
        Signal,
        RequestBody
    )>(new UnboundedChannelOptions { SingleReader = true });

    private readonly OtlpSender _sender;
    private readonly DeadLetters _deadLetters;
    private readonly ForwardOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Counter<long> _requests;
    private long _queuedBytes;
    private long _queued;
    private long _sent;
    private long _failed;
    private long _dropped;
    private bool _isDown;

    public ForwardTarget(
        OtlpSender sender,
        DeadLetters deadLetters,
        ForwardOptions options,
        TimeProvider clock,
        Meter meter,
        ILogger log
    )
    {
        _sender = sender;
        _deadLetters = deadLetters;
        _options = options;
        _clock = clock;
        _log = log;
        _requests = meter.CreateCounter<long>("collector.forward.requests", "{request}");
    }

    public string Name => _sender.Name;

    /// <summary>Requests delivered.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Requests given up: refused for good, or tried too often.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Requests never tried, because too much waited already or the collector stopped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public long Queued => Volatile.Read(ref _queued);

    public void Offer(Signal signal, RequestBody body)
    {
        if (body.Length == 0)
        {
            return;
        }

        if (Interlocked.Add(ref _queuedBytes, body.Length) > _options.MaxQueuedBytes)
        {
            Interlocked.Add(ref _queuedBytes, -body.Length);
            Count(ref _dropped, "dropped");
            return;
        }

        body.Hold();
        Interlocked.Increment(ref _queued);
        if (!_channel.Writer.TryWrite((signal, body)))
        {
            Done(body);
            Count(ref _dropped, "dropped");
        }
    }

    /// <summary>Takes no more; what waits still goes out.</summary>
    public void Close() => _channel.Writer.TryComplete();

    /// <summary>Sends until closed or stopped; what still waits then is dropped and counted, since it is stored already.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (signal, body) in _channel.Reader.ReadAllAsync(stoppingToken))
            {
                try
                {
                    await DeliverAsync(signal, body.Memory, stoppingToken);
                }
                finally
                {
                    Done(body);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _channel.Writer.TryComplete();
            while (_channel.Reader.TryRead(out var left))
            {
                Done(left.Body);
                Count(ref _dropped, "dropped");
            }
        }
    }

    /// <summary>Delivers a request, in as few parts as the receiver takes; what it never takes goes to the dead letters.</summary>
    private async Task DeliverAsync(
        Signal signal,
        ReadOnlyMemory<byte> request,
        CancellationToken stoppingToken
    )
    {
        var splits = 0;
        var parts = new Stack<ReadOnlyMemory<byte>>([request]);
        while (parts.TryPop(out var part))
        {
            if (part.Length > _options.MaxRequestBytes)
            {
                if (!TryHalve(part, parts))
                {
                    // An item that no receiver takes; its neighbours still go out.
                    GiveUp(signal, part, "too_large", "larger than Forward:MaxRequestBytes");
                }

                continue;
            }

            var answer = await SendAsync(signal, part, stoppingToken);
            if (answer.What == Delivery.Delivered)
            {
                Count(ref _sent, "sent");
                Report(isDownNow: false, answer.Reason);
            }
            else if (answer.What == Delivery.Retry)
            {
                Count(ref _failed, "failed");
                Report(isDownNow: true, answer.Reason);
            }
            else if (answer.What == Delivery.Split && splits < MaxSplits && TryHalve(part, parts))
            {
                splits++;
            }
            else
            {
                GiveUp(signal, part, "refused", answer.Reason);
            }
        }
    }

    private static bool TryHalve(ReadOnlyMemory<byte> part, Stack<ReadOnlyMemory<byte>> parts)
    {
        if (RequestHalves.Of(part) is not { } halves)
        {
            return false;
        }

        parts.Push(halves.Second);
        parts.Push(halves.First);
        return true;
    }

    private void GiveUp(Signal signal, ReadOnlyMemory<byte> part, string result, string reason)
    {
        Count(ref _failed, result);
        _deadLetters.Keep(Name, signal, part.Span, reason);
    }

    /// <summary>Tries as often as the options say, at the pace that the receiver asks for.</summary>
    private async Task<DeliveryAnswer> SendAsync(
        Signal signal,
        ReadOnlyMemory<byte> message,
        CancellationToken stoppingToken
    )
    {
        var delay = _options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await _sender.SendAsync(signal, message, stoppingToken);
            if (answer.What != Delivery.Retry || attempt >= _options.MaxAttempts)
            {
                return answer;
            }

            var wait = answer.After ?? delay;
            await Task.Delay(wait < LongestDelay ? wait : LongestDelay, _clock, stoppingToken);
            delay *= 2;
        }
    }

    private void Done(RequestBody body)
    {
        Interlocked.Add(ref _queuedBytes, -body.Length);
        Interlocked.Decrement(ref _queued);
        body.Release();
    }

    private void Count(ref long counter, string result)
    {
        Interlocked.Increment(ref counter);
        _requests.Add(
            1,
            new KeyValuePair<string, object?>("target", Name),
            new KeyValuePair<string, object?>("result", result)
        );
    }

    // Once per change: a dead target must not fill the log.
    private void Report(bool isDownNow, string reason)
    {
        if (isDownNow == _isDown)
        {
            return;
        }

        _isDown = isDownNow;
        if (isDownNow)
        {
            _log.LogWarning(
                "Forwarding to {Target} fails ({Reason}); what it misses is stored here all the same.",
                Name,
                reason
            );
        }
        else
        {
            _log.LogInformation("Forwarding to {Target} works again.", Name);
        }
    }
}

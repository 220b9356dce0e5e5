using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Collector.Receive;

namespace Collector.Forward;

/// <summary>
/// One receiver with its own bounded queue, retries and counters, so that a dead or slow one holds up nobody else.
/// The order of requests is kept.
/// </summary>
internal sealed class ForwardTarget
{
    private readonly Channel<(Signal Signal, RequestBody Body)> channel = Channel.CreateUnbounded<(
        Signal,
        RequestBody
    )>(new UnboundedChannelOptions { SingleReader = true });

    private readonly OtlpSender sender;
    private readonly ForwardOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Counter<long> requests;
    private long queuedBytes;
    private long queued;
    private long sent;
    private long failed;
    private long dropped;
    private bool isDown;

    public ForwardTarget(
        OtlpSender sender,
        ForwardOptions options,
        TimeProvider clock,
        Meter meter,
        ILogger log
    )
    {
        Name = sender.Name;
        this.sender = sender;
        this.options = options;
        this.clock = clock;
        this.log = log;
        requests = meter.CreateCounter<long>("collector.forward.requests", "{request}");
    }

    public string Name { get; }

    /// <summary>Requests delivered.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <summary>Requests given up: refused for good, or tried too often.</summary>
    public long Failed => Volatile.Read(ref failed);

    /// <summary>Requests never tried, because too much waited already or the collector stopped.</summary>
    public long Dropped => Volatile.Read(ref dropped);

    public long Queued => Volatile.Read(ref queued);

    public void Offer(Signal signal, RequestBody body)
    {
        if (body.Length == 0)
        {
            return;
        }

        if (Interlocked.Add(ref queuedBytes, body.Length) > options.MaxQueuedBytes)
        {
            Interlocked.Add(ref queuedBytes, -body.Length);
            Count(ref dropped, "dropped");
            return;
        }

        body.Hold();
        Interlocked.Increment(ref queued);
        if (!channel.Writer.TryWrite((signal, body)))
        {
            Done(body);
            Count(ref dropped, "dropped");
        }
    }

    /// <summary>Takes no more; what waits still goes out.</summary>
    public void Close() => channel.Writer.TryComplete();

    /// <summary>Sends until closed or stopped; what still waits then is dropped and counted, since it is stored already.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (signal, body) in channel.Reader.ReadAllAsync(stoppingToken))
            {
                try
                {
                    await SendAsync(signal, body, stoppingToken);
                }
                finally
                {
                    Done(body);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            channel.Writer.TryComplete();
            while (channel.Reader.TryRead(out var left))
            {
                Done(left.Body);
                Count(ref dropped, "dropped");
            }
        }
    }

    private async Task SendAsync(Signal signal, RequestBody body, CancellationToken stoppingToken)
    {
        if (body.Length <= options.MaxRequestBytes)
        {
            await SendAsync(signal, body.Memory, stoppingToken);
            return;
        }

        var parts = RequestSplitter.Split(body.Span, options.MaxRequestBytes, out var tooLarge);
        if (tooLarge > 0)
        {
            // An item that no receiver takes cannot be helped; its neighbours still go out.
            Count(ref failed, "too_large");
        }

        foreach (var part in parts)
        {
            await SendAsync(signal, part, stoppingToken);
        }
    }

    private async Task SendAsync(
        Signal signal,
        ReadOnlyMemory<byte> message,
        CancellationToken stoppingToken
    )
    {
        var delay = options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            var result = await sender.TrySendAsync(signal, message, stoppingToken);
            if (result == SendResult.Delivered)
            {
                Count(ref sent, "sent");
                Report(isDownNow: false);
                return;
            }

            if (result == SendResult.Refused || attempt >= options.MaxAttempts)
            {
                Count(ref failed, "failed");
                Report(isDownNow: true);
                return;
            }

            await Task.Delay(delay, clock, stoppingToken);
            delay *= 2;
        }
    }

    private void Done(RequestBody body)
    {
        Interlocked.Add(ref queuedBytes, -body.Length);
        Interlocked.Decrement(ref queued);
        body.Release();
    }

    private void Count(ref long counter, string result)
    {
        Interlocked.Increment(ref counter);
        requests.Add(
            1,
            new KeyValuePair<string, object?>("target", Name),
            new KeyValuePair<string, object?>("result", result)
        );
    }

    // Once per change: a dead target must not fill the log.
    private void Report(bool isDownNow)
    {
        if (isDownNow != isDown)
        {
            isDown = isDownNow;
            log.LogWarning(
                "Forwarding to {Target} {State}.",
                Name,
                isDownNow ? "fails; what it misses is stored here all the same" : "works again"
            );
        }
    }
}

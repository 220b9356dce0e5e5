using System.Collections.Concurrent;
using Otlp.Transmission;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>What to do with a request that is given up.</summary>
/// <param name="body">null if its file is gone.</param>
delegate void GiveUp(OtlpSignal signal, ReceiverAddress address, byte[]? body, Answer answer);

/// <summary>Sends what waits in the spool, in order, again and again, until the spool is empty. No request keeps those
/// behind it waiting for ever: one that the receiver does not take is split until only what is at fault is given
/// up.</summary>
sealed class SpoolSender : IDisposable
{
    /// <summary>Nobody waits for what is sent again.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LastDelay = TimeSpan.FromSeconds(4);
    static readonly TimeSpan LastChanceDelay = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>After as many attempts the next request is tried: if that one is taken, this one is at fault.</summary>
    const int AttemptsBeforeDoubt = 5;

    /// <summary>Of one request: enough to find two or three faulty items among thousands.</summary>
    const int MaxSplits = 32;

    readonly Spool _spool;
    readonly ConcurrentDictionary<OtlpSignal, ReceiverAddress> _addresses;
    readonly ProblemNotices _notices;
    readonly GiveUp _giveUp;
    readonly HttpMessageInvoker _network = new(new SocketsHttpHandler());
    readonly SemaphoreSlim _wake = new(0);
    readonly CancellationTokenSource _lastChance = new();
    readonly CancellationTokenSource _stopping = new();
    readonly Task _sending;

    /// <param name="addresses">Where each signal goes, as soon as that is known.</param>
    public SpoolSender(
        Spool spool,
        ConcurrentDictionary<OtlpSignal, ReceiverAddress> addresses,
        ProblemNotices notices,
        GiveUp giveUp
    )
    {
        _spool = spool;
        _addresses = addresses;
        _notices = notices;
        _giveUp = giveUp;
        _sending = Task.Run(RunAsync);
    }

    /// <summary>Whether requests wait that can be sent; later ones have to wait behind them.</summary>
    public bool IsBusy => _spool.Oldest(IsAddressed) is not null;

    /// <summary>A request or an address was added.</summary>
    public void Wake()
    {
        // One permit is enough, and a second one does no harm: whoever is woken looks for itself.
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Sends what it can within the time, and stops.</summary>
    public async Task StopAsync(TimeSpan within)
    {
        await _lastChance.CancelAsync();
        var deadline = Environment.TickCount64 + (long)within.TotalMilliseconds;
        while (IsBusy && Environment.TickCount64 < deadline)
        {
            await Task.Delay(20);
        }

        await _stopping.CancelAsync();
        await _sending;
    }

    public void Dispose()
    {
        _network.Dispose();
        _wake.Dispose();
        _lastChance.Dispose();
        _stopping.Dispose();
    }

    bool IsAddressed(Spooled entry) => _addresses.ContainsKey(entry.Signal);

    async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var oldest = _spool.Oldest(IsAddressed);
            try
            {
                if (oldest is { } entry)
                {
                    await DeliverAsync(entry);
                    _spool.Remove(entry);
                }
                else
                {
                    await _wake.WaitAsync(_stopping.Token);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // What is left stays on disk.
            }
            catch (Exception unexpected) when (oldest is not null)
            {
                GiveUp(oldest.Value, Spool.Read(oldest.Value), unexpected.Message);
                _spool.Remove(oldest.Value);
            }
        }
    }

    /// <summary>Completes when every part of the request was taken or given up.</summary>
    async Task DeliverAsync(Spooled entry)
    {
        if (Spool.Read(entry) is not { } body)
        {
            GiveUp(entry, null, "the file of one is gone or cannot be read");
            return;
        }

        var address = _addresses[entry.Signal];
        var parts = new Stack<byte[]>([body]);
        var (splits, attempts, delay) = (0, 0, FirstDelay);
        while (parts.TryPeek(out var part))
        {
            var answer = await TrySendAsync(address, part);
            if (answer.Delivery == Delivery.Retry)
            {
                _notices.NotDelivered(address, answer);
                if (++attempts < AttemptsBeforeDoubt || !await IsNextTakenAsync(entry))
                {
                    await WaitAsync(Longer(delay, answer.RetryAfter));
                    delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
                    continue;
                }
            }

            parts.Pop();
            (attempts, delay) = (0, FirstDelay);
            if (answer.Delivery == Delivery.Delivered)
            {
                continue;
            }

            if (
                answer.Delivery != Delivery.GiveUp
                && splits < MaxSplits
                && Halves(address, part) is { } halves
            )
            {
                splits++;
                parts.Push(halves.Second);
                parts.Push(halves.First);
            }
            else
            {
                _giveUp(entry.Signal, address, part, answer);
            }
        }
    }

    async Task WaitAsync(TimeSpan delay)
    {
        if (_lastChance.IsCancellationRequested)
        {
            await Task.Delay(LastChanceDelay, _stopping.Token);
            return;
        }

        try
        {
            await Task.Delay(delay, _lastChance.Token);
        }
        catch (OperationCanceledException)
        {
            // The last chance is now.
        }
    }

    /// <summary>Tries the request behind one that is not taken. Order is no matter: receivers go by the times in it.</summary>
    async Task<bool> IsNextTakenAsync(Spooled entry)
    {
        if (
            _spool.Oldest(e => e != entry && IsAddressed(e)) is not { } next
            || Spool.Read(next) is not { } body
            || (await TrySendAsync(_addresses[next.Signal], body)).Delivery != Delivery.Delivered
        )
        {
            return false;
        }

        _spool.Remove(next);
        return true;
    }

    async Task<Answer> TrySendAsync(ReceiverAddress address, byte[] body)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        attempt.CancelAfter(Timeout);
        try
        {
            using var request = address.Request(body);
            using var response = await _network.SendAsync(request, attempt.Token);
            await response.Content.ReadAsByteArrayAsync(attempt.Token);
            return Answer.Of(response, address.IsGrpc);
        }
        catch (Exception failure) when (TransmissionHandler.IsAbsence(failure))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            return Answer.Of(failure);
        }
    }

    void GiveUp(Spooled entry, byte[]? body, string reason) =>
        _giveUp(entry.Signal, _addresses[entry.Signal], body, new Answer(Delivery.GiveUp, reason));

    static (byte[] First, byte[] Second)? Halves(ReceiverAddress address, byte[] body)
    {
        try
        {
            return RequestHalves.Of(address.Codec.Message(body)) is { } halves
                ? (address.Codec.Body(halves.First), address.Codec.Body(halves.Second))
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static TimeSpan Longer(TimeSpan delay, TimeSpan? asked) =>
        asked is { } retryAfter && retryAfter > delay
            ? (retryAfter < LongestRetryAfter ? retryAfter : LongestRetryAfter)
            : delay;
}

using System.Collections.Concurrent;

namespace Runner.Telemetry.Export.Spooling;

/// <summary>Delivers requests, and sets aside what cannot be delivered until it can: from the first failure on everything
/// goes to the <see cref="Spool"/> at once, so that nobody waits for a receiver that is away, and is sent from there in
/// order, again and again, until the spool is empty.</summary>
sealed class Courier : IAsyncDisposable
{
    /// <summary>How long a receiver may take before it counts as away.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Nobody waits for what is sent again.</summary>
    static readonly TimeSpan LatePatience = TimeSpan.FromSeconds(10);

    static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LastDelay = TimeSpan.FromSeconds(4);

    readonly Spool spool;
    readonly HttpMessageInvoker network = new(new SocketsHttpHandler());
    readonly ConcurrentDictionary<OtlpSignal, Address> addresses = new();
    readonly SemaphoreSlim wake = new(0);
    readonly CancellationTokenSource closing = new();
    readonly Lock gate = new();
    readonly Task delivering;
    long rejected;
    bool away;

    /// <param name="spool">Owned from now on.</param>
    public Courier(Spool spool)
    {
        this.spool = spool;
        delivering = Task.Run(DeliverAsync);
    }

    /// <summary>Requests given up: refused by the receiver for good, or without room in the spool.</summary>
    public long Lost => Interlocked.Read(ref rejected) + spool.Refused;

    /// <summary>Requests waiting to be sent again.</summary>
    public int Waiting => spool.Count;

    /// <param name="send">Sends the request over the network.</param>
    /// <returns>The receiver's answer, or success for a request that was set aside.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellation
    )
    {
        var signal = OtlpSignals.Of(request.RequestUri!);
        var body = await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
        if (!addresses.TryGetValue(signal, out var address))
        {
            addresses[signal] = address = new Address(request);
            wake.Release();
        }

        if (IsAway() && SetAside(signal, body))
        {
            return address.Success();
        }

        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            closing.Token
        );
        attempt.CancelAfter(Patience);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await send(attempt.Token);
            await answer.Content.LoadIntoBufferAsync(attempt.Token);
            var delivery = Deliveries.Of(answer);
            if (delivery == Delivery.Rejected)
            {
                Interlocked.Increment(ref rejected);
            }

            if (delivery != Delivery.Away)
            {
                return answer;
            }
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            if (!SetAside(signal, body))
            {
                throw;
            }

            return address.Success();
        }

        if (!SetAside(signal, body))
        {
            return answer;
        }

        answer.Dispose();
        return address.Success();
    }

    /// <summary>Gives what waits a last chance, for a second at most, and leaves the rest to the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        wake.Release();
        var deadline = Environment.TickCount64 + 1000;
        while (IsAway() && Environment.TickCount64 < deadline)
        {
            await Task.Delay(20);
        }

        await closing.CancelAsync();
        await delivering;
    }

    /// <summary>Ends the spool; call when no exporter sends any more.</summary>
    public void Close()
    {
        spool.Dispose();
        network.Dispose();
        wake.Dispose();
        closing.Dispose();
    }

    static bool IsAbsence(Exception failure) =>
        failure is HttpRequestException or OperationCanceledException or IOException;

    bool IsAway()
    {
        lock (gate)
        {
            return away || closing.IsCancellationRequested;
        }
    }

    bool SetAside(OtlpSignal signal, byte[] body)
    {
        lock (gate)
        {
            if (!spool.TryAdd(signal, body))
            {
                return false;
            }

            if (!away)
            {
                away = true;
                wake.Release();
            }

            return true;
        }
    }

    async Task DeliverAsync()
    {
        var delay = FirstDelay;
        try
        {
            while (true)
            {
                if (Next() is not { } oldest)
                {
                    await wake.WaitAsync(closing.Token);
                    continue;
                }

                if (await DeliverAsync(oldest) == Delivery.Away)
                {
                    await wake.WaitAsync(delay, closing.Token);
                    delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
                }
                else
                {
                    spool.Remove(oldest);
                    delay = FirstDelay;
                }
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // What is left stays on disk.
        }
    }

    Spooled? Next()
    {
        lock (gate)
        {
            var oldest = spool.Oldest(addresses.ContainsKey);
            if (oldest is null)
            {
                away = false;
            }

            return oldest;
        }
    }

    async Task<Delivery> DeliverAsync(Spooled entry)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        attempt.CancelAfter(LatePatience);
        try
        {
            var body = await File.ReadAllBytesAsync(entry.Path, attempt.Token);
            using var request = addresses[entry.Signal].Request(body);
            using var answer = await network.SendAsync(request, attempt.Token);
            await answer.Content.LoadIntoBufferAsync(attempt.Token);
            var delivery = Deliveries.Of(answer);
            if (delivery == Delivery.Rejected)
            {
                Interlocked.Increment(ref rejected);
            }

            return delivery;
        }
        catch (FileNotFoundException)
        {
            Interlocked.Increment(ref rejected);
            return Delivery.Rejected;
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            return Delivery.Away;
        }
    }
}

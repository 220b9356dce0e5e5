using System.Collections.Concurrent;
using Otlp.Transmission;

namespace Runner.Telemetry.Export.Transmission;

/// <summary>Sends the exporters' requests, and puts on disk what the receiver does not take: from the first failure on
/// everything goes to the <see cref="Spool"/> at once, so that nobody waits for a receiver that is away, and a
/// <see cref="SpoolSender"/> sends it from there.</summary>
sealed class TransmissionHandler : IAsyncDisposable
{
    /// <summary>How long a receiver may take before it counts as away.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    readonly Spool? _spool;
    readonly SpoolSender? _sender;
    readonly ProblemNotices _notices;
    readonly ConcurrentDictionary<OtlpSignal, ReceiverAddress> _addresses = new();
    readonly CancellationTokenSource _closing = new();
    long _lost;

    /// <param name="spool">Owned from now on; null to send everything once.</param>
    public TransmissionHandler(Spool? spool, ProblemNotices notices)
    {
        _spool = spool;
        _notices = notices;
        _sender = spool is null ? null : new SpoolSender(spool, _addresses, notices, GiveUp);
    }

    /// <summary>Requests given up: refused by the receiver for good, or without room on disk.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Requests waiting to be sent again.</summary>
    public int Waiting => _spool?.Count ?? 0;

    /// <param name="send">Sends the request over the network.</param>
    /// <returns>The receiver's answer, or success for a request that is on disk.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        var signal = OtlpSignals.Of(request.RequestUri!);
        var body = await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
        if (!_addresses.TryGetValue(signal, out var address))
        {
            _addresses[signal] = address = new ReceiverAddress(request);
            _sender?.Wake();
        }

        if (_sender is { } sender && (sender.IsBusy || _closing.IsCancellationRequested))
        {
            return Enqueue(signal, body)
                ? address.Success()
                : throw new HttpRequestException("no room for the request on disk");
        }

        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            _closing.Token
        );
        attempt.CancelAfter(Timeout);
        try
        {
            var response = await send(attempt.Token);
            await response.Content.ReadAsByteArrayAsync(attempt.Token);
            var answer = Answer.Of(response, address.IsGrpc);
            if (!Keep(signal, address, body, answer))
            {
                return response;
            }

            response.Dispose();
            return address.Success();
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            if (!Keep(signal, address, body, Answer.Of(failure)))
            {
                throw;
            }

            return address.Success();
        }
    }

    /// <summary>Whether a failure says that the receiver is not there.</summary>
    public static bool IsAbsence(Exception failure) =>
        failure is HttpRequestException or OperationCanceledException or IOException;

    /// <summary>Gives what waits a last chance, for a second at most. What is sent from now on goes to disk at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sender is not null)
        {
            await _sender.StopAsync(TimeSpan.FromSeconds(1));
            await _closing.CancelAsync();
        }
    }

    /// <summary>Leaves the spool to the next process; call when no exporter sends any more.</summary>
    public void Close()
    {
        _sender?.Dispose();
        _spool?.Dispose();
        _closing.Dispose();
    }

    /// <summary>Whether a request is on disk now, to be sent again.</summary>
    bool Keep(OtlpSignal signal, ReceiverAddress address, byte[] body, Answer answer)
    {
        switch (answer.Delivery)
        {
            case Delivery.Delivered:
                return false;
            case Delivery.GiveUp:
                GiveUp(signal, address, body, answer);
                return false;
            case Delivery.Retry when !_closing.IsCancellationRequested:
                _notices.NotDelivered(address, answer);
                break;
        }

        return Enqueue(signal, body);
    }

    bool Enqueue(OtlpSignal signal, byte[] body)
    {
        var fault = _spool is null ? "it is switched off" : _spool.Add(signal, body);
        if (fault is null)
        {
            _sender!.Wake();
            return true;
        }

        Interlocked.Increment(ref _lost);
        if (_spool is not null)
        {
            _notices.SpoolFails(fault);
        }

        return false;
    }

    void GiveUp(OtlpSignal signal, ReceiverAddress address, byte[]? body, Answer answer)
    {
        Interlocked.Increment(ref _lost);
        if (body is null)
        {
            _notices.SpoolFails(answer.Reason);
            return;
        }

        _notices.Refused(address, answer, _spool?.Refused.Add(signal, body));
    }
}

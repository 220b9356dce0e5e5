using System.Collections.Concurrent;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Runner.Telemetry.Export;

/// <summary>Sends what the providers hold shortly after it was asked for, on a thread of its own: a moment is on its way
/// within tens of milliseconds, and a burst of them goes as one batch. Whoever works is never made to wait, and no thread of
/// the pool is blocked, which the exporters need to get on.</summary>
sealed class PromptFlush : ITelemetryFlush, IDisposable
{
    /// <summary>How long a burst is gathered.</summary>
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);

    /// <summary>Longest wait for a receiver that neither answers nor refuses.</summary>
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    readonly OpenTelemetrySdk sdk;
    readonly AutoResetEvent asked = new(false);
    readonly ConcurrentQueue<TaskCompletionSource> waiting = new();
    readonly Thread thread;
    bool events;
    bool beat;
    bool stopping;

    /// <summary>The receiver let a flush run into its bound and has not been heard from since: nobody waits for it twice.</summary>
    bool mute;

    public PromptFlush(OpenTelemetrySdk sdk)
    {
        this.sdk = sdk;
        thread = new Thread(Run) { Name = "Runner.Telemetry flush", IsBackground = true };
        thread.UnsafeStart();
    }

    public void EventsSoon() => Ask(ref events);

    public void BeatSoon() => Ask(ref beat);

    public async ValueTask NowAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue(sent);
        asked.Set();
        if (Volatile.Read(ref mute))
        {
            return;
        }

        try
        {
            await sent.Task.WaitAsync(Bound);
        }
        catch (TimeoutException)
        {
            // What is still on its way goes on being sent, or is set aside by the exporter.
            Volatile.Write(ref mute, true);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref stopping, true);
        asked.Set();
        if (thread.Join(Volatile.Read(ref mute) ? TimeSpan.Zero : Bound))
        {
            asked.Dispose();
        }
    }

    void Ask(ref bool what)
    {
        if (!Interlocked.Exchange(ref what, true) && !Volatile.Read(ref stopping))
        {
            asked.Set();
        }
    }

    void Run()
    {
        while (!Volatile.Read(ref stopping))
        {
            asked.WaitOne();
            if (waiting.IsEmpty)
            {
                Thread.Sleep(Gather);
            }

            List<TaskCompletionSource> served = [];
            while (waiting.TryDequeue(out var sent))
            {
                served.Add(sent);
            }

            var all = served.Count > 0;
            Flush(
                Interlocked.Exchange(ref events, false) || all,
                Interlocked.Exchange(ref beat, false) || all
            );
            Volatile.Write(ref mute, false);
            served.ForEach(sent => sent.SetResult());
        }
    }

    void Flush(bool sendEvents, bool sendBeat)
    {
        var milliseconds = (int)Bound.TotalMilliseconds;
        if (sendEvents)
        {
            sdk.LoggerProvider.ForceFlush(milliseconds);
            sdk.TracerProvider.ForceFlush(milliseconds);
        }

        if (sendBeat)
        {
            sdk.MeterProvider.ForceFlush(milliseconds);
        }
    }
}

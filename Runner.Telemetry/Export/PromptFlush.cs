using System.Collections.Concurrent;
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

    readonly LoggerProvider? _logs;
    readonly TracerProvider? _traces;
    readonly MeterProvider? _metrics;
    readonly AutoResetEvent _asked = new(false);
    readonly ConcurrentQueue<TaskCompletionSource> _waiting = new();
    readonly Thread _thread;
    int _events;
    int _beat;
    bool _stopping;

    /// <summary>The receiver let a flush run into its bound and has not been heard from since: nobody waits for it twice.</summary>
    bool _mute;

    /// <summary>Of the pipelines that there are.</summary>
    public PromptFlush(LoggerProvider? logs, TracerProvider? traces, MeterProvider? metrics)
    {
        (_logs, _traces, _metrics) = (logs, traces, metrics);
        _thread = new Thread(Run) { Name = "Runner.Telemetry flush", IsBackground = true };
        _thread.UnsafeStart();
    }

    public void EventsSoon() => Ask(ref _events);

    public void BeatSoon() => Ask(ref _beat);

    public async ValueTask NowAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(sent);
        _asked.Set();
        if (Volatile.Read(ref _mute))
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
            Volatile.Write(ref _mute, true);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _stopping, true);
        _asked.Set();
        if (_thread.Join(Volatile.Read(ref _mute) ? TimeSpan.Zero : Bound))
        {
            _asked.Dispose();
        }
    }

    void Ask(ref int what)
    {
        if (Interlocked.Exchange(ref what, 1) == 0 && !Volatile.Read(ref _stopping))
        {
            _asked.Set();
        }
    }

    void Run()
    {
        while (!Volatile.Read(ref _stopping))
        {
            _asked.WaitOne();
            if (_waiting.IsEmpty)
            {
                Thread.Sleep(Gather);
            }

            List<TaskCompletionSource> served = [];
            while (_waiting.TryDequeue(out var sent))
            {
                served.Add(sent);
            }

            var all = served.Count > 0;
            Flush(
                Interlocked.Exchange(ref _events, 0) == 1 || all,
                Interlocked.Exchange(ref _beat, 0) == 1 || all
            );
            Volatile.Write(ref _mute, false);
            served.ForEach(sent => sent.SetResult());
        }
    }

    void Flush(bool sendEvents, bool sendBeat)
    {
        var milliseconds = (int)Bound.TotalMilliseconds;
        if (sendEvents)
        {
            _logs?.ForceFlush(milliseconds);
            _traces?.ForceFlush(milliseconds);
        }

        if (sendBeat)
        {
            _metrics?.ForceFlush(milliseconds);
        }
    }
}

using Runner.Telemetry.Export;
using Runner.Telemetry.Lifecycle;

namespace Runner.Telemetry.Heartbeats;

/// <summary>The heartbeat of one session: due by its own timer, and at the start and the end of every run of a phase. A
/// heartbeat is taken when it is collected, so that its figures and its time belong together; between phases the last
/// one goes on being reported.</summary>
sealed class HeartbeatEmitter : IDisposable
{
    /// <summary>Runs that ended without a collection since; beyond that the oldest are not reported once more.</summary>
    const int MaxEnded = 32;

    readonly SessionGauges _gauges;
    readonly ITelemetryFlush? _flush;
    readonly SessionLedger _ledger;
    readonly KeyValuePair<string, object?>[] _sessionTags;
    readonly double _interval;
    readonly ITimer _timer;
    readonly Lock _gate = new();
    readonly List<RunnerPhase> _open = [];
    readonly Queue<RunnerPhase> _ended = new();
    RunnerPhase? _last;
    (RunnerPhase Phase, long Number)[] _current = [];
    long _beats;
    bool _isDue;
    bool _isStopped;

    public HeartbeatEmitter(
        SessionGauges gauges,
        ITelemetryFlush? flush,
        SessionLedger ledger,
        KeyValuePair<string, object?>[] sessionTags,
        TimeProvider time,
        TimeSpan interval
    )
    {
        _gauges = gauges;
        _flush = flush;
        _ledger = ledger;
        _sessionTags = sessionTags;
        _interval = interval.TotalSeconds;
        gauges.Add(this);
        // A timer would carry the span of whoever started the session into every heartbeat.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(
                static emitter => ((HeartbeatEmitter)emitter!).Beat(),
                this,
                interval,
                interval
            );
        }
    }

    /// <summary>The points of this moment, for a collection. Their numbers go on when a heartbeat is due.</summary>
    public List<BeatPoint> Take()
    {
        lock (_gate)
        {
            if (_isDue)
            {
                _isDue = false;
                RunnerPhase[] reported = [.. _ended, .. _open];
                _ended.Clear();
                _current =
                [
                    .. (reported.Length > 0 ? reported : [_last!]).Select(p => (p, ++_beats)),
                ];
            }

            List<BeatPoint> points =
            [
                .. _current.Select(beat => beat.Phase.Point(beat.Number, _interval)),
            ];
            var (equity, pnl) = _ledger.Money;
            if (_current.Length > 0 && (equity ?? pnl) is not null)
            {
                points.Add(new BeatPoint(_sessionTags) { Equity = equity, Pnl = pnl });
            }

            return points;
        }
    }

    public void Start(RunnerPhase phase)
    {
        lock (_gate)
        {
            _open.Add(phase);
        }

        Beat();
    }

    /// <summary>Reports a run once more, with its final figures.</summary>
    public void End(RunnerPhase phase)
    {
        lock (_gate)
        {
            _open.Remove(phase);
            _last = phase;
            _ended.Enqueue(phase);
            if (_ended.Count > MaxEnded)
            {
                _ended.Dequeue();
            }
        }

        Beat();
    }

    /// <summary>A heartbeat is due; asks for a collection.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            if (_isStopped || (_open.Count == 0 && _last is null))
            {
                return;
            }

            _isDue = true;
        }

        _flush?.BeatSoon();
    }

    /// <summary>Ends the timer; what is due is still reported until <see cref="Dispose"/>.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }

        _timer.Dispose();
    }

    public void Dispose()
    {
        Stop();
        _gauges.Remove(this);
    }
}

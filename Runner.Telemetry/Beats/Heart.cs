namespace Runner.Telemetry.Beats;

/// <summary>The heartbeat of one session: beats by its own timer, and at the start and the end of every phase. A beat takes
/// one snapshot of the phases at work; between phases the last one goes on being reported.</summary>
sealed class Heart : IDisposable
{
    /// <summary>Without a collection for that many phases the oldest unseen points are given up.</summary>
    const int MaxPoints = 32;

    readonly SessionGauges gauges;
    readonly ITelemetryFlush? flush;
    readonly double interval;
    readonly ITimer timer;
    readonly Lock gate = new();
    RunnerPhase[] phases = [];
    BeatPoint[] points = [];
    long beats;
    bool stopped;

    public Heart(SessionGauges gauges, ITelemetryFlush? flush, TimeProvider time, TimeSpan interval)
    {
        this.gauges = gauges;
        this.flush = flush;
        this.interval = interval.TotalSeconds;
        gauges.Add(this);
        // A timer would carry the span of whoever started the session into every beat.
        using (ExecutionContext.SuppressFlow())
        {
            timer = time.CreateTimer(
                static heart => ((Heart)heart!).Beat(),
                this,
                interval,
                interval
            );
        }
    }

    public BeatPoint[] Points => Volatile.Read(ref points);

    public void Start(RunnerPhase phase)
    {
        lock (gate)
        {
            phases = [.. phases.Where(p => !p.HasEnded), phase];
            Beat();
        }
    }

    /// <summary>Beats once more for a phase that is about to end and, unless it is the only one, stops reporting it.</summary>
    public void End(RunnerPhase phase)
    {
        lock (gate)
        {
            Beat();
            if (phases.Length > 1)
            {
                phases = [.. phases.Where(p => p != phase)];
            }
        }
    }

    public void Beat()
    {
        lock (gate)
        {
            if (stopped || phases.Length == 0)
            {
                return;
            }

            beats++;
            if (!gauges.Enabled)
            {
                return;
            }

            // The last point of a phase that ended stays until some collection has taken it along.
            var unseen = points.Where(p => !p.Seen && !phases.Contains(p.Phase));
            var now = phases.Select(p => new BeatPoint(p, beats, interval, p.Figures()));
            Volatile.Write(ref points, [.. unseen.Concat(now).TakeLast(MaxPoints)]);
        }

        flush?.BeatSoon();
    }

    /// <summary>Ends the timer; the points of the last beat stay until <see cref="Dispose"/>.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopped = true;
        }

        timer.Dispose();
    }

    public void Dispose()
    {
        Stop();
        gauges.Remove(this);
    }
}

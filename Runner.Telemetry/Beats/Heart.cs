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

    /// <summary>The newest points, for a collection.</summary>
    public BeatPoint[] Take()
    {
        lock (gate)
        {
            foreach (var point in points)
            {
                point.Seen = true;
            }

            return points;
        }
    }

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

            if (!gauges.Enabled)
            {
                return;
            }

            Snapshot();
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

    void Snapshot()
    {
        // The last point of a phase that ended stays until some collection has taken it along.
        var unseen = points.Where(p => !p.Seen).ToList();
        var kept = unseen.Where(p => !phases.Contains(p.Phase));
        var now = phases.Select(p => new BeatPoint(p, NumberOf(p, unseen), interval, p.Figures()));
        points = [.. kept.Concat(now).TakeLast(MaxPoints)];
    }

    // A point that nobody has seen is replaced under its number, so that readers find no gaps in the numbers.
    long NumberOf(RunnerPhase phase, List<BeatPoint> unseen) =>
        unseen.Find(point => point.Phase == phase)?.Beat ?? ++beats;
}

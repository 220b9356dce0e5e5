namespace Sessions;

/// <summary>What an engine calls beside <see cref="Apply(SessionEvent, SessionEvent?, DateTimeOffset)"/>.</summary>
public sealed partial class SessionState
{
    /// <summary>Takes in a gauge point that came without its beat; ignored after the session's end.</summary>
    /// <param name="point">The point.</param>
    /// <param name="arrivedAt">When it reached the collector, UTC.</param>
    public void Apply(GaugePoint point, DateTimeOffset arrivedAt)
    {
        Liveness.Signal(arrivedAt);
        if (point.Timestamp > EndedAt)
        {
            return;
        }

        LastChangeAt = arrivedAt > LastChangeAt ? arrivedAt : LastChangeAt;
        FirstEventAt = point.Timestamp < FirstEventAt ? point.Timestamp : FirstEventAt;
        LastEventAt = point.Timestamp > LastEventAt ? point.Timestamp : LastEventAt;
        var figures = point.ToFigures();
        LatestEquity = Latest<double>.Of(LatestEquity, figures?.Equity, point.Timestamp);
        LatestPnl = Latest<double>.Of(LatestPnl, figures?.Pnl, point.Timestamp);
        if (point.Metric == GaugeMetric.Interval)
        {
            BeatIntervalSeconds = SessionHeader.Max(BeatIntervalSeconds, point.Value);
        }

        if (point.Phase is null && point.Metric == GaugeMetric.Interval)
        {
            return;
        }

        var phase = PhaseNamed(point.Phase);
        phase.ApplyFigures(figures, point.Timestamp);
        if (point.Metric == GaugeMetric.Progress)
        {
            var steps = phase.Progress?.Value;
            phase.ApplyProgress((long)point.Value, point.Timestamp);
            NoteProgress(phase, steps, arrivedAt);
        }
    }

    /// <summary>
    /// Whether taking <paramref name="merged"/> in over <paramref name="known"/> leaves something behind that
    /// <see cref="Apply(SessionEvent, SessionEvent?, DateTimeOffset)"/> cannot undo, so that the session has to be
    /// folded anew.
    /// </summary>
    public static bool NeedsRefold(SessionEvent merged, SessionEvent known) =>
        (known.Phase is not null && merged.Phase != known.Phase)
        || (
            (known.Figures is not null || known.Beat is not null)
            && (merged.Timestamp != known.Timestamp || merged.Phase != known.Phase)
        )
        // A phase that was skipped with a warning was not skipped.
        || (merged.Type == EventType.PhaseEnd && PhaseState.IsMilder(merged.Status, known.Status));

    /// <summary>Says which event is the latest after the one that was has moved to an earlier time.</summary>
    public void CorrectLastEventAt(DateTimeOffset timestamp) => LastEventAt = timestamp;

    /// <summary>
    /// The same session folded anew from everything that is stored of it. What depends on arrival
    /// (<see cref="Liveness"/>, <see cref="LastChangeAt"/>) is kept.
    /// </summary>
    public SessionState Refold(IEnumerable<SessionEvent> events, IEnumerable<GaugePoint> points)
    {
        var folded = new SessionState { Id = Id };
        foreach (var e in events)
        {
            folded.Apply(e, null, LastChangeAt);
        }

        foreach (var point in points)
        {
            folded.Apply(point, LastChangeAt);
        }

        folded.Liveness = Liveness;
        folded.LastChangeAt = LastChangeAt;
        return folded;
    }

    private PhaseState PhaseNamed(string? name)
    {
        foreach (var known in Phases)
        {
            if (known.Name == (name ?? ""))
            {
                return known;
            }
        }

        var phase = new PhaseState { Name = name ?? "" };
        Phases.Add(phase);
        Phases.Sort(InOrder);
        return phase;
    }

    private void NoteProgress(PhaseState phase, long? steps, DateTimeOffset arrivedAt)
    {
        if (phase.Progress is not { } progress)
        {
            return;
        }

        Liveness.ReportsProgress = true;
        if (progress.Value != steps)
        {
            Liveness.Work(arrivedAt);
        }
    }
}

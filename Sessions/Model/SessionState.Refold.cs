using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>What an engine calls beside <see cref="Apply(SessionEvent, SessionEvent?, DateTimeOffset)"/>.</summary>
public sealed partial class SessionState
{
    /// <summary>Takes in a gauge point that came without its beat.</summary>
    /// <param name="point">The point.</param>
    /// <param name="arrivedAt">When it reached the collector, UTC.</param>
    public void Apply(GaugePoint point, DateTimeOffset arrivedAt)
    {
        Liveness.Signal(arrivedAt);
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

        if (PhaseNamed(point.Phase) is not { } phase)
        {
            return;
        }

        phase.ApplyCounts(
            new CountSample(point.Timestamp, null, point.Run, RunCounts.Of(figures)),
            _isFolding
        );
        if (point.Metric == GaugeMetric.ProgressTotal)
        {
            phase.ApplyProgressTotal((long)point.Value, point.Timestamp);
        }

        if (point.Metric == GaugeMetric.Progress)
        {
            var steps = phase.Progress?.Value;
            phase.ApplyProgress((long)point.Value, point.Timestamp);
            NoteProgress(phase, steps, arrivedAt);
        }
    }

    /// <summary>Applies values of the session's own figures: a sign of life, as everything that arrives.</summary>
    /// <param name="from">Time of the earliest, UTC.</param>
    /// <param name="until">Time of the latest, UTC.</param>
    /// <param name="arrivedAt">When they reached the collector, UTC.</param>
    public void ApplyFigures(DateTimeOffset from, DateTimeOffset until, DateTimeOffset arrivedAt)
    {
        Liveness.Signal(arrivedAt);
        LastChangeAt = arrivedAt > LastChangeAt ? arrivedAt : LastChangeAt;
        FiguresFrom = from < FiguresFrom || FiguresFrom is null ? from : FiguresFrom;
        FiguresUntil = until > FiguresUntil || FiguresUntil is null ? until : FiguresUntil;
        SpanFigures();
    }

    /// <summary>Counts a value that was not kept, because the session has as many figures as it may have.</summary>
    /// <param name="arrivedAt">When it reached the collector, UTC.</param>
    public void LeaveFigureOut(DateTimeOffset arrivedAt)
    {
        Liveness.Signal(arrivedAt);
        FiguresLeftOut++;
    }

    private void SpanFigures()
    {
        FirstEventAt = FiguresFrom < FirstEventAt ? FiguresFrom.Value : FirstEventAt;
        LastEventAt = FiguresUntil > LastEventAt ? FiguresUntil.Value : LastEventAt;
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
            // The span and the number of the run say which run counts belong to.
            && (
                merged.Timestamp != known.Timestamp
                || merged.Phase != known.Phase
                || merged.SpanId != known.SpanId
                || merged.PhaseRun != known.PhaseRun
            )
        )
        || StatedReason.Of(merged) != StatedReason.Of(known) && StatedReason.Of(known) is not null
        // A phase that was skipped with a warning was not skipped.
        || (merged.Type == EventType.PhaseEnd && PhaseState.IsMilder(merged.Status, known.Status));

    /// <summary>
    /// Whether a start or an end turned up after counts that it may take to another run, so that the session has to be
    /// folded again. A store does so once for all that a batch brings.
    /// </summary>
    [JsonIgnore]
    public bool IsStale => _isStale || Phases.Any(phase => phase.IsStale);

    /// <summary>Says which event is the latest after the one that was has moved to an earlier time.</summary>
    public void CorrectLastEventAt(DateTimeOffset timestamp)
    {
        LastEventAt = timestamp;
        SpanFigures();
    }

    /// <summary>
    /// The same session folded anew from everything that is stored of it. What depends on arrival
    /// (<see cref="Liveness"/>, <see cref="LastChangeAt"/>) is kept.
    /// </summary>
    public SessionState Refold(IEnumerable<SessionEvent> events, IEnumerable<GaugePoint> points)
    {
        var folded = new SessionState
        {
            Id = Id,
            _isFolding = true,
            _known = this,
            Liveness = new Liveness { ClockSets = Liveness.ClockSets },
            Shift = Shift,
        };
        foreach (var e in events)
        {
            folded.Apply(e, null, LastChangeAt);
        }

        foreach (var point in points)
        {
            folded.Apply(point, LastChangeAt);
        }

        folded._isFolding = false;
        folded._known = null;
        foreach (var phase in folded.Phases)
        {
            phase.Trim();
        }

        folded.Liveness = Liveness;
        folded.LastChangeAt = LastChangeAt;
        // Figures are kept by themselves, and what is known of them never moves.
        (folded.FiguresFrom, folded.FiguresUntil) = (FiguresFrom, FiguresUntil);
        folded.FiguresLeftOut = FiguresLeftOut;
        folded.SpanFigures();
        return folded;
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
            Liveness.WorkIn(phase.Name, arrivedAt);
        }
    }

    private void NotePhase(EventType type, PhaseState phase, DateTimeOffset arrivedAt)
    {
        switch (type)
        {
            case EventType.PhaseStart:
                Liveness.Open(phase.Name, arrivedAt);
                break;
            case EventType.PhaseEnd when phase.OpenRun is null:
                Liveness.Close(phase.Name, arrivedAt);
                break;
            case EventType.Checkpoint
            or EventType.SummaryUpdated
            or EventType.Error
            or EventType.PhaseEnd:
                Liveness.WorkIn(phase.Name, arrivedAt);
                break;
        }
    }
}

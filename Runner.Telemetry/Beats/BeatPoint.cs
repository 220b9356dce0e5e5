namespace Runner.Telemetry.Beats;

/// <summary>What one beat says of one phase. Its figures never change, so that every gauge, and every export until
/// the next beat, repeats the same figures.</summary>
sealed class BeatPoint(RunnerPhase phase, long beat, double interval, PhaseFigures figures)
{
    public RunnerPhase Phase => phase;

    public KeyValuePair<string, object?>[] Tags => phase.MetricTags;

    public long Beat => beat;

    /// <summary>Seconds.</summary>
    public double Interval => interval;

    public PhaseFigures Figures => figures;

    /// <summary>Whether a collection has taken this point along.</summary>
    public bool Seen { get; set; }
}

namespace Sessions.Sqlite.Series;

/// <summary>What a row tells of the items below it.</summary>
/// <param name="Beats">How many are heartbeats.</param>
/// <param name="FirstBeat">When the first of these was, UTC ticks; says nothing without any.</param>
/// <param name="LastBeat">When the last was.</param>
/// <param name="Longest">The longest time between two that follow each other, in ticks; 0 with fewer than two.</param>
/// <param name="Values">How many items state equity.</param>
/// <param name="Low">The lowest equity; infinite without any.</param>
/// <param name="High">The highest; infinite without any.</param>
/// <param name="Fall">The deepest fall of the equity, in percent of the peak before it.</param>
internal readonly record struct SeriesSummary(
    int Beats,
    long FirstBeat,
    long LastBeat,
    long Longest,
    int Values,
    double Low,
    double High,
    double Fall
)
{
    public static SeriesSummary Empty { get; } =
        new(0, 0, 0, 0, 0, double.PositiveInfinity, double.NegativeInfinity, 0);

    public static SeriesSummary Of(SeriesItem item) =>
        new(
            item.IsBeat ? 1 : 0,
            item.Time,
            item.Time,
            0,
            item.HasEquity ? 1 : 0,
            item.HasEquity ? item.Equity : double.PositiveInfinity,
            item.HasEquity ? item.Equity : double.NegativeInfinity,
            0
        );

    public static SeriesSummary Of(IEnumerable<SeriesItem> items) =>
        items.Aggregate(Empty, (sum, item) => sum.Then(Of(item)));

    /// <summary>The summary of these items and of others behind them.</summary>
    public SeriesSummary Then(in SeriesSummary next) =>
        new(
            Beats + next.Beats,
            Beats > 0 ? FirstBeat : next.FirstBeat,
            next.Beats > 0 ? next.LastBeat : LastBeat,
            Math.Max(
                Math.Max(Longest, next.Longest),
                Beats > 0 && next.Beats > 0 ? next.FirstBeat - LastBeat : 0
            ),
            Values + next.Values,
            Math.Min(Low, next.Low),
            Math.Max(High, next.High),
            Greater(Fall, next.FallFrom(High))
        );

    /// <summary>The deepest fall to a value of it, from a peak within it or before it, but for a rounding error.</summary>
    public double FallFrom(double peakBefore) =>
        Values == 0 ? 0 : Greater(Fall, EquityReduction.Drawdown(peakBefore, Low));

    /// <summary>From an infinite peak a fall is no number.</summary>
    private static double Greater(double fall, double other) => other > fall ? other : fall;
}

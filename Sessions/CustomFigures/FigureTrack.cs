namespace Sessions;

/// <summary>What a store keeps of a figure from one source.</summary>
/// <param name="Figure">The figure, with its unit and description.</param>
/// <param name="Source">Who counts.</param>
/// <param name="Cells">In order of time; at most <see cref="FigureCell.MostOfSource"/>.</param>
/// <param name="Starts">
/// Of deltas the pieces of time that are counted, in order, in UTC ticks; empty for others, and where a store does not
/// keep them.
/// </param>
public sealed record FigureTrack(
    Figure Figure,
    FigureSource Source,
    IReadOnlyList<FigureCell> Cells,
    IReadOnlyList<(long Start, long End)> Starts
)
{
    /// <summary>
    /// The cells as points that give the same track when a store takes them in: once, or again where it has them already.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    public IEnumerable<FigurePoint> ToPoints(string sessionId)
    {
        var before = long.MinValue;
        foreach (var cell in Cells)
        {
            yield return new FigurePoint(
                sessionId,
                Figure,
                Source.Writer,
                StartOf(cell, before),
                cell.At,
                cell.Amount
            );
            before = cell.At.UtcTicks;
        }
    }

    private DateTimeOffset? StartOf(FigureCell cell, long before)
    {
        if (!Figure.IsDelta)
        {
            return Source.Since == 0 ? null : new DateTimeOffset(Source.Since, TimeSpan.Zero);
        }

        var at = cell.At.UtcTicks;
        (long Start, long End) here = (at, at);
        var known = Starts.FirstOrDefault(one => one.Start <= at && at <= one.End, here);
        var start = Math.Max(known.Start, before);
        return start < at ? new DateTimeOffset(start, TimeSpan.Zero) : null;
    }
}

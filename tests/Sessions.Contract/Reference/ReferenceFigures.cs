namespace Sessions.Contract.Reference;

/// <summary>Sessions' own figures from everything that was ever stated of them.</summary>
internal static class ReferenceFigures
{
    public static IReadOnlyList<FigureTrack> Tracks(IEnumerable<FigurePoint> stated) =>
        [
            .. stated
                .GroupBy(point => (point.Figure.Key, point.Source))
                .Select(same => Track(same.Key.Source, [.. same])),
        ];

    public static bool HasRoom(List<FigurePoint> known, FigurePoint point)
    {
        var figures = known
            .Where(other => other.SessionId == point.SessionId)
            .Select(other => other.Figure.Key)
            .ToHashSet();
        return figures.Contains(point.Figure.Key) || figures.Count < 64;
    }

    private static FigureTrack Track(FigureSource source, List<FigurePoint> stated)
    {
        var figure = stated[0].Figure with
        {
            Unit = stated.Select(point => point.Figure.Unit).Max(StringComparer.Ordinal)!,
            Description = stated
                .Select(point => point.Figure.Description)
                .Max(StringComparer.Ordinal)!,
        };
        var width = 1_000_000L;
        var (first, last) = (
            stated.Min(point => point.Timestamp.UtcTicks),
            stated.Max(point => point.Timestamp.UtcTicks)
        );
        for (; last / width - first / width >= 512; width *= 2) { }

        // A value is what was stated of one moment, or of one interval; repetitions are one.
        var values = stated
            .GroupBy(point => (point.Timestamp, figure.IsDelta ? point.Start : null))
            .Select(same => same.MaxBy(point => (point.Amount.Count, point.Amount.Value))!)
            .OrderBy(point => point.Timestamp)
            .ToList();
        var cells = values
            .GroupBy(point => point.Timestamp.UtcTicks / width)
            .Select(piece => new FigureCell(
                piece.Last().Timestamp,
                new FigureAmount(
                    figure.IsDelta
                        ? piece.Sum(point => point.Amount.Value)
                        : piece.Last().Amount.Value,
                    figure.IsDelta
                        ? piece.Sum(point => point.Amount.Count)
                        : piece.Last().Amount.Count,
                    piece.Min(point => point.Amount.Min),
                    piece.Max(point => point.Amount.Max)
                )
            ));
        return new FigureTrack(
            figure,
            source,
            [.. cells],
            figure.IsDelta
                ?
                [
                    .. values.Select(point =>
                        ((point.Start ?? point.Timestamp).UtcTicks, point.Timestamp.UtcTicks)
                    ),
                ]
                : []
        );
    }
}

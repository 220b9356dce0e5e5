namespace Sessions;

/// <summary>A figure of a session over time, from all its sources.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Values">In order of time; of a sum or a histogram each is the total until then. At least one.</param>
public sealed record FigureSeries(Figure Figure, IReadOnlyList<FigureValue> Values)
{
    /// <summary>The value now, or at the end.</summary>
    public FigureValue Latest => Values[^1];

    /// <summary>The figures of a session by name, then by attributes.</summary>
    /// <param name="tracks">All that is kept of them.</param>
    /// <param name="points">How many values each has at most; at least 2.</param>
    public static IReadOnlyList<FigureSeries> Of(IEnumerable<FigureTrack> tracks, int points) =>
        [
            .. tracks
                .Where(track => track.Cells.Count > 0)
                .GroupBy(track => track.Figure.Key)
                .OrderBy(same => same.Key.Name, StringComparer.Ordinal)
                .ThenBy(same => same.Key.Attributes, StringComparer.Ordinal)
                .ThenBy(same => (same.Key.Kind, same.Key.IsDelta))
                .Select(same => Of([.. same], points)),
        ];

    private static FigureSeries Of(IReadOnlyList<FigureTrack> tracks, int points)
    {
        var figure = tracks.Select(track => track.Figure).Aggregate((a, b) => a.With(b));
        var values = figure.Kind == FigureKind.Gauge ? AsStated(tracks) : Totals(figure, tracks);
        return new FigureSeries(figure, Reduce(values, Math.Max(points, 2)));
    }

    private static List<FigureValue> AsStated(IEnumerable<FigureTrack> tracks) =>
        [
            .. tracks
                .SelectMany(track => track.Cells)
                .GroupBy(cell => cell.At)
                .OrderBy(same => same.Key)
                .Select(same => same.Aggregate((a, b) => a.With(b, isDelta: false)))
                .Select(cell => new FigureValue(cell.At, cell.Amount)),
        ];

    /// <summary>What all sources come to at each moment at which one of them says something.</summary>
    private static List<FigureValue> Totals(Figure figure, IReadOnlyList<FigureTrack> tracks)
    {
        var counted = tracks.Where(track => !IsSuperseded(track, tracks)).ToList();
        var own = new FigureAmount?[counted.Count];
        var values = new List<FigureValue>();
        foreach (
            var moment in counted
                .SelectMany((track, source) => track.Cells.Select(cell => (source, cell)))
                .GroupBy(one => one.cell.At)
                .OrderBy(same => same.Key)
        )
        {
            foreach (var (source, cell) in moment)
            {
                own[source] =
                    own[source] is not { } before ? cell.Amount
                    : figure.IsDelta ? before.Plus(cell.Amount)
                    : before.Then(cell.Amount);
            }

            values.Add(
                new FigureValue(
                    moment.Key,
                    own.OfType<FigureAmount>().Aggregate((a, b) => a.Plus(b))
                )
            );
        }

        return values;
    }

    /// <summary>A first value that did not know yet since when it counts is a part of the later ones of its writer.</summary>
    private static bool IsSuperseded(FigureTrack track, IReadOnlyList<FigureTrack> tracks) =>
        !track.Figure.IsDelta
        && track.Source.Since == 0
        && tracks.Any(other =>
            other.Source.Since != 0 && other.Source.Writer == track.Source.Writer
        );

    /// <summary>Puts neighbours together: the last value of each piece, with the extremes of the piece.</summary>
    private static List<FigureValue> Reduce(List<FigureValue> values, int points)
    {
        if (values.Count <= points)
        {
            return values;
        }

        // The first and the last value are where the course begins and ends.
        var rest = values.Skip(1).ToList();
        var size = (rest.Count + points - 2) / (points - 1);
        return
        [
            values[0],
            .. rest.Select((value, i) => (value, piece: (rest.Count - 1 - i) / size))
                .GroupBy(one => one.piece, one => one.value)
                .Select(piece =>
                    piece.Aggregate((a, b) => b with { Amount = a.Amount.Then(b.Amount) })
                ),
        ];
    }
}

/// <summary>A value of a figure at a moment.</summary>
/// <param name="Timestamp">By the runner's clock, UTC.</param>
/// <param name="Amount">
/// Of a gauge the value, with the least and the greatest since the value before where there were several; of a sum and a
/// histogram the total.
/// </param>
public readonly record struct FigureValue(DateTimeOffset Timestamp, FigureAmount Amount);

using Dashboard.Web.Curve;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.CustomFigures;

/// <summary>A figure's course as a small picture on the time axis of its session, and its latest value in words.</summary>
public sealed record FigureDrawing
{
    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>The points' attributes, for example <c>table=users</c>; empty without any.</summary>
    public required string Attributes { get; init; }

    public required string Description { get; init; }

    /// <summary>The latest value with its unit.</summary>
    public required string Latest { get; init; }

    /// <summary>Of a histogram how many values there were and between which bounds; otherwise empty.</summary>
    public required string Spread { get; init; }

    /// <summary>In parts of <see cref="EquityDrawing.Full"/>, as an SVG path; empty without two points.</summary>
    public required string Line { get; init; }

    public static IReadOnlyList<FigureDrawing> Of(SessionView view)
    {
        if (view.Figures.Count == 0)
        {
            return [];
        }

        var strip = new StripDrawing(view);
        return [.. view.Figures.Select(series => Of(series, strip))];
    }

    private static FigureDrawing Of(FigureSeries series, StripDrawing strip)
    {
        var (figure, latest) = (series.Figure, series.Latest.Amount);
        var isHistogram = figure.Kind == FigureKind.Histogram;
        return new FigureDrawing
        {
            Name = figure.Name,
            Attributes = FigureWords.Attributes(figure.Attributes),
            Description = figure.Description,
            Latest = isHistogram
                ? "mean " + FigureWords.Of(Mean(latest), figure.Unit)
                : FigureWords.Of(latest.Value, figure.Unit),
            Spread = isHistogram ? FigureWords.Spread(latest, figure.Unit) : "",
            Line = LineOf(series, strip),
        };
    }

    private static string LineOf(FigureSeries series, StripDrawing strip)
    {
        var values = series
            .Values.Select(value =>
                (
                    value.Timestamp,
                    Value: series.Figure.Kind == FigureKind.Histogram
                        ? Mean(value.Amount)
                        : value.Amount.Value
                )
            )
            .ToList();
        if (values.Count < 2)
        {
            return "";
        }

        var box = DrawingBox.Of(
            strip.From,
            strip.To,
            values.Min(value => value.Value),
            values.Max(value => value.Value),
            above: 0.12
        );
        return DrawingBox.Path(values.Select(v => (box.X(v.Timestamp), box.Y(v.Value))));
    }

    private static double Mean(FigureAmount amount) =>
        amount.Count > 0 ? amount.Value / amount.Count : amount.Value;
}

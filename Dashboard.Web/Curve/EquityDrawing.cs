using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Curve;

/// <summary>
/// An equity curve as paths, for where no script runs and for the moment until it does. Everything is in parts of
/// <see cref="Full"/> of the drawing's width or height, so that it stretches with the page and its letters do not.
/// </summary>
public sealed record EquityDrawing
{
    public const int Full = 1000;

    /// <summary>Of the curve, as an SVG path.</summary>
    public required string Line { get; init; }

    /// <summary>Of the area between the curve and its peak so far.</summary>
    public required string Fall { get; init; }

    public required IReadOnlyList<PhaseBand> Phases { get; init; }

    public required IReadOnlyList<CurveMark> Marks { get; init; }

    /// <summary>Round amounts across the height.</summary>
    public required IReadOnlyList<Level> Levels { get; init; }

    /// <summary>Moments along the width, from end to end.</summary>
    public required IReadOnlyList<Moment> Moments { get; init; }

    /// <summary>The first and the last point, with their amounts.</summary>
    public required IReadOnlyList<End> Ends { get; init; }

    /// <returns>Null without two points to draw a line between.</returns>
    public static EquityDrawing? Of(
        EquityCurve curve,
        SessionView view,
        IEnumerable<SessionEvent> events
    )
    {
        var points = curve.Points;
        if (points.Count < 2 || points[^1].Timestamp <= points[0].Timestamp)
        {
            return null;
        }

        var box = DrawingBox.Around(points, view);
        var currency = view.State.Header?.Currency;
        return new EquityDrawing
        {
            Line = DrawingBox.Path(points.Select(p => (box.X(p.Timestamp), box.Y(p.Equity)))),
            Fall = DrawingBox.Path(
                points
                    .Select(p => (box.X(p.Timestamp), box.Y(DrawingBox.Peak(p))))
                    .Concat(points.Reverse().Select(p => (box.X(p.Timestamp), box.Y(p.Equity))))
            ),
            Phases = [.. view.State.NamedPhases.Select(box.Band).OfType<PhaseBand>()],
            Marks = CurveMark.Of(events, box),
            Levels = box.Levels(amount => Money.Of(amount, null)),
            Moments = box.Moments(box.Clock),
            Ends = [EndAt(points[0]), EndAt(points[^1])],
        };

        End EndAt(EquityPoint p) =>
            new(box.X(p.Timestamp), box.Y(p.Equity), Money.Of(p.Equity, currency));
    }
}

/// <summary>A phase's stretch across the drawing.</summary>
public sealed record PhaseBand(string Title, double X, double Width);

/// <summary>A line across the drawing.</summary>
public sealed record Level(double Y, string Words);

/// <summary>A time along the drawing, UTC.</summary>
public sealed record Moment(double X, string Words);

/// <summary>One end of the curve.</summary>
public sealed record End(double X, double Y, string Words);

using System.Globalization;
using System.Text;
using Dashboard.Web.Feed;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Share;

/// <summary>An equity curve as paths in a box of <see cref="Width"/> by <see cref="Height"/>, for where no script runs.</summary>
public sealed record EquityDrawing
{
    public const int Width = 1000;
    public const int Height = 240;

    private const int MarkLimit = 60;

    /// <summary>Of the curve, as an SVG path.</summary>
    public required string Line { get; init; }

    /// <summary>Of the area between the curve and its peak so far.</summary>
    public required string Fall { get; init; }

    public required IReadOnlyList<PhaseBand> Phases { get; init; }

    public required IReadOnlyList<CurveMark> Marks { get; init; }

    /// <summary>Round amounts across the height.</summary>
    public required IReadOnlyList<Level> Levels { get; init; }

    public required EquityPoint First { get; init; }

    public required EquityPoint Last { get; init; }

    /// <returns>Null without two points to draw a line between.</returns>
    public static EquityDrawing? Of(
        EquityCurve curve,
        SessionView view,
        IReadOnlyList<SessionEvent> events
    )
    {
        var points = curve.Points;
        if (points.Count < 2 || points[^1].Timestamp <= points[0].Timestamp)
        {
            return null;
        }

        var box = Box.Around(points);
        return new EquityDrawing
        {
            Line = Path(points.Select(p => (box.X(p.Timestamp), box.Y(p.Equity)))),
            Fall = Path(
                points
                    .Select(p => (box.X(p.Timestamp), box.Y(Peak(p))))
                    .Concat(points.Reverse().Select(p => (box.X(p.Timestamp), box.Y(p.Equity))))
            ),
            Phases = [.. view.State.NamedPhases.Select(box.Band).OfType<PhaseBand>()],
            Marks = [.. events.Where(IsMarked).Take(MarkLimit).Select(box.Mark)],
            Levels = box.Levels(view.State.Header?.Currency),
            First = points[0],
            Last = points[^1],
        };
    }

    private static bool IsMarked(SessionEvent e) =>
        e.Type is EventType.Checkpoint or EventType.Error or EventType.AutocorrectAttempt;

    private static double Peak(EquityPoint point) =>
        point.Drawdown < 100 ? point.Equity / (1 - point.Drawdown / 100) : point.Equity;

    private static string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L')
                .Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
        }

        return path.ToString();
    }

    /// <summary>What the drawing spans in time and money.</summary>
    private sealed record Box(DateTimeOffset From, DateTimeOffset To, double Low, double High)
    {
        public static Box Around(IReadOnlyList<EquityPoint> points)
        {
            var low = points.Min(p => p.Equity);
            var high = points.Max(p => Math.Max(p.Equity, Peak(p)));
            var air = high > low ? (high - low) * 0.12 : Math.Max(1, Math.Abs(high) * 0.01);
            return new Box(points[0].Timestamp, points[^1].Timestamp, low - air, high + air);
        }

        public double X(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1) * Width;

        public double Y(double amount) => (1 - (amount - Low) / (High - Low)) * Height;

        public PhaseBand? Band(PhaseState phase) =>
            phase.StartedAt is { } start && (phase.EndedAt ?? To) is var end && X(end) > X(start)
                ? new PhaseBand(PhaseTitle.Of(phase.Name), X(start), X(end) - X(start))
                : null;

        public CurveMark Mark(SessionEvent e) =>
            new(
                X(e.Timestamp),
                EventIcon.Of(e).Glyph,
                $"{e.Timestamp.UtcDateTime:HH:mm:ss} {e.Checkpoint ?? e.ErrorType ?? e.Message}"
            );

        public IReadOnlyList<Level> Levels(string? currency)
        {
            var rough = (High - Low) / 4;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var step =
                power
                * (
                    (rough / power) switch
                    {
                        < 1.5 => 1,
                        < 3.5 => 2,
                        < 7.5 => 5,
                        _ => 10,
                    }
                );
            var levels = new List<Level>();
            for (var amount = Math.Ceiling(Low / step) * step; amount < High; amount += step)
            {
                levels.Add(new Level(Y(amount), Money.Of(amount, currency)));
            }

            return levels;
        }
    }
}

/// <summary>A phase's stretch across the drawing.</summary>
public sealed record PhaseBand(string Title, double X, double Width);

/// <summary>A moment on the curve.</summary>
public sealed record CurveMark(double X, string Glyph, string Words);

/// <summary>A line across the drawing.</summary>
public sealed record Level(double Y, string Words);

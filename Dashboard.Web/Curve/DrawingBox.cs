using System.Globalization;
using System.Text;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Curve;

/// <summary>What a drawing of a curve spans in time and money; the live chart spans the same.</summary>
internal sealed record DrawingBox(DateTimeOffset From, DateTimeOffset To, double Low, double High)
{
    private const int Stretches = 4;

    private const double Largest = 1e300;

    private const int LevelLimit = 12;

    /// <summary>Times in sight of the beats where these are shown, or else from the first to the last point.</summary>
    public static DrawingBox Around(IReadOnlyList<EquityPoint> points, SessionView view)
    {
        var (from, to) = (points[0].Timestamp, points[^1].Timestamp);
        if (view.Beats is not null && new StripDrawing(view) is var strip)
        {
            (from, to) = (strip.From, strip.To);
        }

        return Of(
            from,
            to,
            points.Min(p => p.Equity),
            points.Max(p => Math.Max(p.Equity, Peak(p))),
            above: 0.28
        );
    }

    /// <param name="from">The left edge.</param>
    /// <param name="to">The right edge.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="above">How much room signs and labels need above it, as a part of what lies between the two.</param>
    public static DrawingBox Of(
        DateTimeOffset from,
        DateTimeOffset to,
        double low,
        double high,
        double above
    )
    {
        // Differences of larger amounts are no numbers any more.
        (low, high) = (Math.Clamp(low, -Largest, Largest), Math.Clamp(high, -Largest, Largest));
        var size =
            high > low ? high - low
            : high != 0 ? Math.Abs(high) * 0.01
            : 1;
        return new DrawingBox(from, to, low - size * 0.12, high + size * above);
    }

    /// <summary>Points, in parts of <see cref="EquityDrawing.Full"/>, as an SVG path.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L')
                .Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
        }

        return path.ToString();
    }

    /// <summary>A part of <see cref="EquityDrawing.Full"/> as SVG writes it.</summary>
    public static string Part(double units) =>
        (units * 100 / EquityDrawing.Full).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static double Peak(EquityPoint point) =>
        point.Drawdown < 100 ? point.Equity / (1 - point.Drawdown / 100) : point.Equity;

    public double X(DateTimeOffset at) =>
        Math.Clamp((at - From) / (To - From), 0, 1) * EquityDrawing.Full;

    public double Y(double amount) =>
        (1 - (Math.Clamp(amount, Low, High) - Low) / (High - Low)) * EquityDrawing.Full;

    public PhaseBand? Band(PhaseState phase) =>
        phase.StartedAt is { } start && (phase.EndedAt ?? To) is var end && X(end) > X(start)
            ? new PhaseBand(PhaseTitle.Of(phase.Name), X(start), X(end) - X(start))
            : null;

    public IReadOnlyList<Level> Levels(Func<double, string> words)
    {
        var rough = (High - Low) / Stretches;
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
        // Counted: a step can be too small to change a large amount.
        var first = Math.Ceiling(Low / step);
        for (var i = 0; i < LevelLimit && (first + i) * step is var amount && amount < High; i++)
        {
            levels.Add(new Level(Y(amount), words(amount)));
        }

        return levels;
    }

    public IReadOnlyList<Moment> Moments(Func<DateTimeOffset, string> words) =>
        [
            .. Enumerable
                .Range(0, Stretches + 1)
                .Select(i => From + (To - From) * i / Stretches)
                .Select(at => new Moment(X(at), words(at))),
        ];

    /// <summary>A moment as a clock shows it, UTC, as finely as the width allows.</summary>
    public string Clock(DateTimeOffset at)
    {
        var format = (To - From).TotalMinutes switch
        {
            < 10 => "HH:mm:ss",
            < 1440 => "HH:mm",
            _ => "d MMM HH:mm",
        };
        return at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }
}

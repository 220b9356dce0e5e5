using System.Globalization;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Curve;

/// <summary>What a drawing of a curve spans in time and money; the live chart spans the same.</summary>
internal sealed record DrawingBox(DateTimeOffset From, DateTimeOffset To, double Low, double High)
{
    private const int Stretches = 4;

    /// <summary>Times in sight of the beats where these are shown, or else from the first to the last point.</summary>
    public static DrawingBox Around(IReadOnlyList<EquityPoint> points, SessionView view)
    {
        var (from, to) = (points[0].Timestamp, points[^1].Timestamp);
        if (view.Beats is not null && new StripDrawing(view) is var strip)
        {
            (from, to) = (strip.From, strip.To);
        }

        var low = points.Min(p => p.Equity);
        var high = points.Max(p => Math.Max(p.Equity, Peak(p)));
        var size =
            high > low ? high - low
            : high != 0 ? Math.Abs(high) * 0.01
            : 1;
        // Room above for signs and labels.
        return new DrawingBox(from, to, low - size * 0.12, high + size * 0.28);
    }

    public static double Peak(EquityPoint point) =>
        point.Drawdown < 100 ? point.Equity / (1 - point.Drawdown / 100) : point.Equity;

    public double X(DateTimeOffset at) =>
        Math.Clamp((at - From) / (To - From), 0, 1) * EquityDrawing.Full;

    public double Y(double amount) => (1 - (amount - Low) / (High - Low)) * EquityDrawing.Full;

    public PhaseBand? Band(PhaseState phase) =>
        phase.StartedAt is { } start && (phase.EndedAt ?? To) is var end && X(end) > X(start)
            ? new PhaseBand(PhaseTitle.Of(phase.Name), X(start), X(end) - X(start))
            : null;

    public IReadOnlyList<Level> Levels(string? currency)
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
        for (var amount = Math.Ceiling(Low / step) * step; amount < High; amount += step)
        {
            levels.Add(new Level(Y(amount), Money.Of(amount, null)));
        }

        return levels;
    }

    public IReadOnlyList<Moment> Moments
    {
        get
        {
            var format = (To - From).TotalMinutes switch
            {
                < 10 => "HH:mm:ss",
                < 1440 => "HH:mm",
                _ => "d MMM HH:mm",
            };
            return
            [
                .. Enumerable
                    .Range(0, Stretches + 1)
                    .Select(i => From + (To - From) * i / Stretches)
                    .Select(at => new Moment(
                        X(at),
                        at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
                    )),
            ];
        }
    }
}

using Dashboard.Web.Curve;
using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>
/// Equity curves over the time elapsed since each one's start, as paths: for where no script runs and for the moment
/// until it does. In parts of <see cref="EquityDrawing.Full"/>, like a single curve.
/// </summary>
public sealed record OverlayDrawing
{
    /// <summary>Of each session, as an SVG path; null without two points.</summary>
    public required IReadOnlyList<string?> Lines { get; init; }

    /// <summary>Round amounts or percentages across the height.</summary>
    public required IReadOnlyList<Level> Levels { get; init; }

    /// <summary>Times elapsed along the width, from end to end.</summary>
    public required IReadOnlyList<Moment> Moments { get; init; }

    /// <returns>Null when none has two points to draw a line between.</returns>
    public static OverlayDrawing? Of(ComparedSessions compared)
    {
        // Whoever has the first one's start for its own lies on the same axis.
        var origin = compared.First.State.StartedAt;
        var lines = compared
            .Views.Select(view => Points(view, origin, compared.SameMoney))
            .ToArray();
        var all = lines.SelectMany(line => line).ToArray();
        if (lines.All(line => line.Length < 2) || all.Max(p => p.At) <= origin)
        {
            return null;
        }

        var (low, high) = (all.Min(p => p.Value), all.Max(p => p.Value));
        var box = DrawingBox.Of(origin, all.Max(p => p.At), low, high, above: 0.12);
        return new OverlayDrawing
        {
            Lines = Array.ConvertAll(lines, Path),
            Levels = box.Levels(amount =>
                Money.Of(amount, null) + (compared.SameMoney ? "" : " %")
            ),
            Moments = box.Moments(at => at == origin ? "0 s" : HumanDuration.Of(at - origin)),
        };

        string? Path((DateTimeOffset At, double Value)[] points) =>
            points.Length < 2
                ? null
                : DrawingBox.Path(points.Select(p => (box.X(p.At), box.Y(p.Value))));
    }

    private static (DateTimeOffset At, double Value)[] Points(
        SessionView view,
        DateTimeOffset origin,
        bool inMoney
    )
    {
        var (start, capital) = (view.State.StartedAt, view.State.InitialCapital);
        return
        [
            .. (view.Curve?.Points ?? []).Select(p =>
                (
                    origin + (p.Timestamp - start),
                    inMoney ? p.Equity
                    : capital > 0 ? (p.Equity / capital - 1) * 100
                    : 0
                )
            ),
        ];
    }
}

using System.Globalization;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>Where the bars of a chart over a runner's sessions stand, in a box of a thousand by a hundred.</summary>
internal sealed class DurationDrawing(IReadOnlyList<RunnerPoint> points, UsualDuration? usual)
{
    public const double Width = 1000;
    public const double Height = 100;

    /// <summary>One bar that took very long must not make lines of all others.</summary>
    private const double MostOverUsual = 4;

    /// <summary>What the box is high, in seconds.</summary>
    public double Most { get; } =
        Math.Max(
            1e-3,
            usual is { } known
                ? Math.Max(
                    known.P90Seconds * 1.1,
                    Math.Min(Longest(points), known.P90Seconds * MostOverUsual)
                )
                : Longest(points)
        );

    public string X(int index) => N(index * Step + Step * 0.1);

    public string BarWidth => N(Math.Min(Step * 0.8, 40));

    public string Y(double seconds) => N(Height - HeightOf(seconds));

    public string BarHeight(double seconds) => N(Math.Max(1, HeightOf(seconds)));

    private double Step => Width / Math.Max(points.Count, 20);

    private double HeightOf(double seconds) => Math.Clamp(seconds / Most, 0, 1) * Height;

    private static double Longest(IReadOnlyList<RunnerPoint> points) =>
        points.Select(point => point.Seconds).DefaultIfEmpty(0).Max();

    internal static string N(double units) => units.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Dashboard.Web.Beats;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Curve;

/// <summary>A session's beats, gaps and phases on one line of time, from its start to its end or the present.</summary>
internal sealed class StripDrawing
{
    /// <summary>Beats closer together than this part of the line share a tick.</summary>
    public const int Columns = BeatSummary.Columns;

    private const int PhasesDrawn = 200;

    /// <summary>How much of the line a silence without an end may take beside what came before it.</summary>
    private const double SilenceShown = 0.2;

    private readonly SessionView _view;

    public StripDrawing(SessionView view)
    {
        _view = view;
        Beats = view.Beats!;
        var beats = Beats.Summary;
        From = view.State.StartedAt;
        From = beats.Count > 0 && beats.First.At < From ? beats.First.At : From;
        To = End(view);
        To = To > From ? To : From.AddSeconds(1);
    }

    public BeatView Beats { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public IReadOnlyList<BeatGap> Gaps => Beats.Gaps;

    /// <summary>A tick for each column that a beat fell into, as the path of an SVG that is <see cref="Columns"/> wide.</summary>
    public string Ticks(int height)
    {
        var path = new StringBuilder();
        var last = -1;
        foreach (var stroke in Beats.Strokes)
        {
            var to = Column(stroke.To);
            for (var column = Math.Max(last + 1, Column(stroke.From)); column <= to; column++)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{column}.5 0v{height}");
                last = column;
            }
        }

        return path.ToString();
    }

    private int Column(DateTimeOffset moment) =>
        (int)Math.Clamp((moment - From) / (To - From) * (Columns - 1), 0, Columns - 1);

    /// <summary>
    /// The phases that have begun, in order. Of very many, neighbours share a band, which shows the gravest of them.
    /// </summary>
    public IEnumerable<(PhaseState Phase, DateTimeOffset From, DateTimeOffset To)> Phases
    {
        get
        {
            var begun = _view
                .State.NamedPhases.Where(phase => phase.StartedAt is not null)
                .OrderBy(phase => phase.StartedAt)
                .ToArray();
            var together = (begun.Length + PhasesDrawn - 1) / PhasesDrawn;
            return begun
                .Chunk(Math.Max(1, together))
                .Select(band =>
                    (
                        band.MaxBy(Gravity)!,
                        band[0].StartedAt!.Value,
                        band.Max(phase => phase.EndedAt ?? To)
                    )
                );
        }
    }

    private static int Gravity(PhaseState phase) =>
        phase.EndedAt is null ? 1
        : phase.Status is PhaseStatus.Success or PhaseStatus.Skipped ? 0
        : 2;

    /// <summary>Where a moment stands, in percent of the line.</summary>
    public double Place(DateTimeOffset moment) =>
        Math.Clamp(Math.Round((moment - From) / (To - From) * 100, 2), 0, 100);

    public string Left(DateTimeOffset moment) => Percent(Place(moment));

    // Where nothing comes any more, the present would run away from the curve until that is a sliver.
    private DateTimeOffset End(SessionView view)
    {
        if (
            !Beats.IsSilent
            || view.Verdict.Kind is not (VerdictKind.Lost or VerdictKind.TelemetryDown)
        )
        {
            return Beats.Until;
        }

        var last = Gaps[^1].From;
        var shown =
            last
            + TimeSpan.FromTicks(
                Math.Max(((last - From) * SilenceShown).Ticks, Beats.Spacing.Ticks * 4)
            );
        return shown < Beats.Until ? shown : Beats.Until;
    }

    /// <summary>Half way between two moments, as far as the line shows what is between.</summary>
    public string Middle(DateTimeOffset from, DateTimeOffset to) =>
        Percent((Place(from) + Place(to)) / 2);

    /// <summary>Never too narrow to be seen.</summary>
    public string Width(DateTimeOffset from, DateTimeOffset to) =>
        Percent(Math.Max(0.3, Place(to) - Place(from)));

    private static string Percent(double value) =>
        value.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}

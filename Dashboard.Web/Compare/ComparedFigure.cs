using System.Globalization;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>One figure of both sessions.</summary>
/// <param name="Name">Its name in markup.</param>
/// <param name="Title">For people.</param>
/// <param name="Left">As text.</param>
/// <param name="Right">As text.</param>
/// <param name="Difference">Right less left, as text; empty where they are equal or cannot be subtracted.</param>
/// <param name="Trend">The class that colours the difference; only where more is better or worse.</param>
internal sealed record ComparedFigure(
    string Name,
    string Title,
    string Left,
    string Right,
    string Difference,
    string Trend = ""
)
{
    public static IEnumerable<ComparedFigure> All(ComparedSessions compared)
    {
        var (left, right) = (compared.Left, compared.Right);
        var currency = right.State.Header?.Currency;
        yield return Duration(left, right);
        yield return new(
            "phases",
            "Phases done",
            $"{left.State.PhasesCompleted}/{left.State.PhasesTotal}",
            $"{right.State.PhasesCompleted}/{right.State.PhasesTotal}",
            ""
        );
        yield return Amount(
            "equity",
            "Equity",
            (left, right),
            view => view.State.HasEquity ? view.State.CurrentEquity : null,
            (view, amount) => Money.Of(amount, view.State.Header?.Currency),
            amount => compared.SameMoney ? Money.Signed(amount, currency) : ""
        );
        yield return Amount(
            "roi",
            "ROI",
            (left, right),
            view => view.State.HasCapital ? view.State.Roi : null,
            (_, percent) => Money.SignedPercent(percent),
            Points
        );
        yield return Amount(
            "drawdown",
            "Max drawdown",
            (left, right),
            view => view.MaxDrawdown,
            (_, percent) => Money.Percent(percent, 2),
            Points,
            moreIsBetter: false
        );
        yield return Amount(
            "win-rate",
            "Win rate",
            (left, right),
            view => view.State.Totals.Trades > 0 ? view.State.Totals.WinRate : null,
            (_, percent) => Money.Percent(percent),
            Points
        );
        yield return Count("trades", "Trades", s => s.Totals.Trades);
        yield return Count("passed", "Checks passed", s => s.Counts.Passed);
        yield return Count("failed", "Checks failed", s => s.Counts.Failed);
        yield return Count("errors", "Errors", s => s.Counts.Errors);
        yield return Count("retries", "Retries", s => s.Counts.Retries);
        yield return Count("beats", "Heartbeats", s => s.Counts.Beats);

        ComparedFigure Count(string name, string title, Func<SessionState, long> count) =>
            Whole(name, title, count(left.State), count(right.State));
    }

    private static ComparedFigure Duration(SessionView left, SessionView right)
    {
        var (a, b) = (
            left.Clock.Since(left.State.StartedAt),
            right.Clock.Since(right.State.StartedAt)
        );
        return new("duration", "Duration", HumanDuration.Of(a), HumanDuration.Of(b), Longer(b - a));
    }

    /// <summary>For example <c>+3.4 s</c>; empty when it is no difference.</summary>
    public static string Longer(TimeSpan? by) =>
        by is not { } difference || difference.Duration() < TimeSpan.FromMilliseconds(1)
            ? ""
            : (difference > TimeSpan.Zero ? "+" : "−") + HumanDuration.Of(difference.Duration());

    private static ComparedFigure Amount(
        string name,
        string title,
        (SessionView Left, SessionView Right) views,
        Func<SessionView, double?> read,
        Func<SessionView, double, string> write,
        Func<double, string> writeDifference,
        bool moreIsBetter = true
    )
    {
        var (a, b) = (read(views.Left), read(views.Right));
        var difference = b - a ?? 0;
        difference = double.IsNaN(difference) ? 0 : difference;
        return new(
            name,
            title,
            a is { } left ? write(views.Left, left) : "—",
            b is { } right ? write(views.Right, right) : "—",
            Math.Round(difference, 2) == 0 ? "" : writeDifference(difference),
            Money.Trend(moreIsBetter ? difference : -difference)
        );
    }

    private static ComparedFigure Whole(string name, string title, long a, long b) =>
        new(
            name,
            title,
            a.ToString("N0", CultureInfo.InvariantCulture),
            b.ToString("N0", CultureInfo.InvariantCulture),
            a == b ? "" : (b - a).ToString("+#,0;−#,0", CultureInfo.InvariantCulture)
        );

    // A difference of percentages is not itself a percentage of anything.
    private static string Points(double percent) =>
        Money.SignedPercent(percent).Replace("%", "points", StringComparison.Ordinal);
}

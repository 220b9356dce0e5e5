using System.Globalization;
using Dashboard.Web.Shell;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Compare;

/// <summary>One figure of all sessions.</summary>
/// <param name="Name">Its name in markup.</param>
/// <param name="Title">For people.</param>
/// <param name="Values">Of each session, in order.</param>
internal sealed record ComparedFigure(
    string Name,
    string Title,
    IReadOnlyList<ComparedValue> Values
)
{
    public static IEnumerable<ComparedFigure> All(ComparedSessions compared)
    {
        var views = compared.Views;
        var currency = compared.First.State.Header?.Currency;
        yield return Of(
            "duration",
            "Duration",
            view => view.State.Runtime(view.Clock.Present).TotalSeconds,
            (_, seconds) => HumanDuration.OfSeconds(seconds),
            seconds => Longer(TimeSpan.FromSeconds(seconds))
        );
        yield return new(
            "phases",
            "Phases done",
            [
                .. views.Select(view => new ComparedValue(
                    $"{view.State.PhasesCompleted}/{view.State.PhasesTotal}"
                )),
            ]
        );
        if (compared.HasMoney)
        {
            yield return Of(
                "equity",
                "Equity",
                view => view.State.HasEquity ? view.State.CurrentEquity : null,
                (view, amount) => Money.Of(amount, view.State.Header?.Currency),
                amount => compared.SameMoney ? Money.Signed(amount, currency) : "",
                isMoreBetter: true
            );
            yield return Of(
                "roi",
                "ROI",
                view => view.State.HasCapital ? view.State.Roi : null,
                (_, percent) => Money.SignedPercent(percent),
                Points,
                isMoreBetter: true
            );
            yield return Of(
                "drawdown",
                "Max drawdown",
                view => view.MaxDrawdown,
                (_, percent) => Money.Percent(percent, 2),
                Points,
                isMoreBetter: false
            );
        }

        if (views.Any(view => view.State.HasMoney || view.State.Totals.Trades > 0))
        {
            yield return Of(
                "win-rate",
                "Win rate",
                view => view.State.Totals.Trades > 0 ? view.State.Totals.WinRate : null,
                (_, percent) => Money.Percent(percent),
                Points,
                isMoreBetter: true
            );
            yield return Count("trades", "Trades", s => s.Totals.Trades);
        }

        yield return Count("passed", "Checks passed", s => s.Counts.Passed);
        yield return Count("failed", "Checks failed", s => s.Counts.Failed);
        yield return Count("errors", "Errors", s => s.Counts.Errors);
        yield return Count("retries", "Retries", s => s.Counts.Retries);
        yield return Count("beats", "Heartbeats", s => s.Counts.Beats);

        ComparedFigure Count(string name, string title, Func<SessionState, long> count) =>
            Of(
                name,
                title,
                view => count(view.State),
                (_, value) => value.ToString("N0", CultureInfo.InvariantCulture),
                value => value.ToString("+#,0;−#,0", CultureInfo.InvariantCulture)
            );

        ComparedFigure Of(
            string name,
            string title,
            Func<SessionView, double?> read,
            Func<SessionView, double, string> write,
            Func<double, string> writeDifference,
            bool? isMoreBetter = null
        )
        {
            var first = read(views[0]);
            return new(name, title, [.. views.Select(Value)]);

            ComparedValue Value(SessionView view)
            {
                var value = read(view);
                var difference = value - first ?? 0;
                difference = double.IsNaN(difference) ? 0 : difference;
                return new(
                    value is { } known ? write(view, known) : "—",
                    Written(difference, writeDifference),
                    isMoreBetter is { } better ? Money.Trend(better ? difference : -difference) : ""
                );
            }
        }
    }

    /// <summary>Empty where it would read as nothing.</summary>
    private static string Written(double difference, Func<double, string> write) =>
        difference != 0
        && write(difference) is var text
        && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0
            ? text
            : "";

    /// <summary>For example <c>+3.4 s</c>; empty when it is no difference.</summary>
    public static string Longer(TimeSpan? by) =>
        by is not { } difference || difference.Duration() < TimeSpan.FromMilliseconds(1)
            ? ""
            : (difference > TimeSpan.Zero ? "+" : "−") + HumanDuration.Of(difference.Duration());

    // A difference of percentages is not itself a percentage of anything.
    private static string Points(double difference) =>
        Money.SignedPercent(difference).Replace("%", "points", StringComparison.Ordinal);
}

/// <summary>A figure of one session.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Difference">From the first session's; empty where they are equal or cannot be subtracted.</param>
/// <param name="Trend">The class that colours the difference; only where more is better or worse.</param>
internal sealed record ComparedValue(string Text, string Difference = "", string Trend = "");

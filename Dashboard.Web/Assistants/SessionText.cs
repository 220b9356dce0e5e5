using System.Globalization;
using System.Text;
using Dashboard.Web.CustomFigures;
using Dashboard.Web.Run;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>A session as a page of text; text that the runner sent is put between marks.</summary>
internal sealed class SessionText
{
    private const int MostPhases = 25;

    private const int MostChecks = 10;

    private const int MostFigures = 20;

    private const int MostFacts = 25;

    private readonly StringBuilder _text = new();

    /// <param name="view">All that the page shows.</param>
    /// <param name="run">What it stated at its start, if anything.</param>
    /// <param name="loud">Its newest warnings and errors, newest first.</param>
    /// <param name="link">Its page.</param>
    public static string Of(
        SessionView view,
        RunFacts? run,
        IReadOnlyList<SessionEvent> loud,
        string link
    )
    {
        var page = new SessionText();
        page.Line(Sent.Note);
        page.Line("");
        page.Head(view, link);
        page.Money(view);
        page.Phases(view);
        page.Checks(view);
        page.Figures(view);
        page.Events(view, loud);
        page.Facts("Parameters", RunFactList.Of(run).Parameters);
        page.Facts("Environment", RunFactList.Of(run).Environment);
        return page._text.ToString().TrimEnd();
    }

    private void Head(SessionView view, string link)
    {
        var state = view.State;
        Line(
            $"Session {Sent.Name(state.Id)} of runner {Sent.Name(state.RunnerName)}: {WireName.Of(view.Verdict.Kind)}"
        );
        Line($"{Sent.Of(view.Verdict.Sentence)}");
        Line($"Page: {link}");
        var usual = view.Usual("") is { } known
            ? $", usually {HumanDuration.OfSeconds(known.MedianSeconds)}, nine in ten under {HumanDuration.OfSeconds(known.P90Seconds)}"
            : "";
        Line(
            $"Started {Answer.Time(state.StartedAt)}; {(state.EndedAt is { } end ? $"ended {Answer.Time(end)} after" : "has taken")} {HumanDuration.Of(state.Runtime(view.Clock.Present))}{usual}."
        );
        if (view.Remaining is { } remaining)
        {
            Line($"Remaining: {remaining.Sentence}.");
        }

        if (view.IsOvercome)
        {
            Line("A later session of this runner succeeded.");
        }

        if (state.Reason is { } reason)
        {
            Line($"Stated reason: {Sent.Of(reason.Text)}");
        }
    }

    private void Money(SessionView view)
    {
        var state = view.State;
        if (!state.HasMoney)
        {
            return;
        }

        string?[] parts =
        [
            state.HasCapital ? $"initial capital {Number(state.InitialCapital)}" : null,
            state.HasEquity ? $"equity {Number(state.CurrentEquity)}" : null,
            state.HasCapital ? $"ROI {Number(state.Roi)} %" : null,
            view.MaxDrawdown is { } drawdown ? $"maximum drawdown {Number(drawdown)} %" : null,
            state.Totals.Trades > 0
                ? $"{state.Totals.Trades} trades, {state.Totals.Wins} won, {state.Totals.Losses} lost"
                : null,
            Sent.Of(state.Header?.Currency, 20)?.Marked,
        ];
        Line($"Money: {string.Join(", ", parts.Where(part => part is not null))}.");
    }

    private void Phases(SessionView view)
    {
        var phases = view.State.NamedPhases.ToArray();
        Section(
            $"Phases ({view.State.PhasesCompleted} of {view.State.PhasesTotal} done)",
            phases,
            MostPhases,
            phase =>
            {
                var took = phase.Elapsed(view.Clock.Present) is { } elapsed
                    ? $", {HumanDuration.Of(elapsed)}"
                    : "";
                var usual = view.Usual(phase.Name) is { } known
                    ? $" (usually {HumanDuration.OfSeconds(known.MedianSeconds)})"
                    : "";
                var runs = phase.RunCount > 1 ? $", {phase.RunCount} runs" : "";
                return $"{Sent.Name(phase.Name)}: {PhaseWord.Of(view.State, phase)}{took}{usual}{runs}";
            }
        );
    }

    private void Checks(SessionView view)
    {
        var counts = view.State.Counts;
        Section(
            $"Checkpoints: {counts.Passed} passed, {counts.Failed} failed, {counts.Warned} warned",
            view.Checks,
            MostChecks,
            check =>
                $"{(check.Status is { } status ? WireName.Of(status) : "told")} {Sent.Of(check.Checkpoint, 100)} {Sent.Of(check.Message, 200)}"
        );
    }

    private void Figures(SessionView view) =>
        Section(
            "Figures",
            view.Figures,
            MostFigures,
            series =>
                $"{Sent.Of(series.Figure.Name, 100)} {Sent.Of(series.Figure.Attributes, 100)}: {Sent.Of(FigureWords.Of(series.Latest.Amount.Value, series.Figure.Unit), 100)}"
        );

    private void Events(SessionView view, IReadOnlyList<SessionEvent> loud)
    {
        var counts = view.State.Counts;
        Line("");
        Line(
            $"Events: {counts.Events}, of them {counts.Beats} heartbeats, {counts.Errors} errors, {counts.Retries} retries."
        );
        Section(
            "Last warnings and errors, newest first",
            loud,
            loud.Count,
            e =>
                $"{EventItem.Of(e).Time} {WireName.Of(e.Level)} {WireName.Of(e.Type)} {Sent.Of(e.Phase, 100)} {Sent.Of(e.Checkpoint ?? e.ErrorType, 100)} {Sent.Of(e.Message, 300)}"
        );
    }

    private void Facts(string title, IReadOnlyList<(string Name, string Value)> facts) =>
        Section(
            title,
            facts,
            MostFacts,
            fact => $"{Sent.Of(fact.Name, 100)} = {Sent.Of(fact.Value, 200)}"
        );

    private void Section<T>(string title, IReadOnlyList<T> items, int most, Func<T, string> line)
    {
        if (items.Count == 0)
        {
            return;
        }

        Line("");
        Line($"{title}:");
        foreach (var item in items.Take(most))
        {
            Line(
                $"- {string.Join(' ', line(item).Split(' ', StringSplitOptions.RemoveEmptyEntries))}"
            );
        }

        if (items.Count > most)
        {
            Line($"- and {items.Count - most} more on the page");
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Number(double value) =>
        value.ToString("0.######", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Recomputation.Tests;

/// <summary>
/// A session's figures, recomputed from what its runner said by the words of docs/conventions.md alone. A figure is a
/// line: its name and its value.
/// </summary>
static class Expected
{
    public static IEnumerable<string> Of(Story story)
    {
        var said = story.Said;
        var start = said.OfType<SessionStart>().SingleOrDefault();
        var end = said.OfType<SessionEnd>().SingleOrDefault();
        var first = story.HasLogs && start is not null ? 0 : said.Min(one => one.At);
        first = start is not null ? 0 : first;
        yield return $"status {end?.Status ?? "running"}";
        yield return $"start {Time(story, first)}";
        yield return $"end {(end is null ? "" : Time(story, end.At))}";
        if (end is not null)
        {
            yield return Line("runtime", end.At - first);
        }
        else if (story.IsLost)
        {
            // Its clock stands still at its last signal.
            yield return Line("runtime", Between(story, first, said.Max(one => one.At)));
        }

        foreach (var line in Money(said, start, end).Concat(Phases(story)).Concat(Counts(said)))
        {
            yield return line;
        }

        foreach (var line in Figures(said))
        {
            yield return line;
        }
    }

    public static string Line(string name, double? value) =>
        value is null
            ? $"{name} none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {Math.Round(value.Value, 4) + 0.0:0.####}"
            );

    private static string Time(Story story, double at) =>
        At(story, at).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static double Between(Story story, double from, double until) =>
        (At(story, until) - At(story, from)).TotalSeconds;

    /// <summary>Whole milliseconds, as they are sent.</summary>
    public static DateTimeOffset At(Story story, double at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            story.Start.ToUnixTimeMilliseconds() + (long)Math.Round(at * 1000)
        );

    private static IEnumerable<string> Money(
        IReadOnlyList<Statement> said,
        SessionStart? start,
        SessionEnd? end
    )
    {
        // Every statement of equity, in order of time; the capital is what the account was worth at first.
        var curve = said.OfType<Heartbeat>()
            .Where(beat => beat.Equity is not null)
            .Select(beat => (beat.At, Equity: beat.Equity!.Value))
            .Concat(end?.Equity is { } last ? [(end.At, last)] : [])
            .OrderBy(point => point.At)
            .ToList();
        var capital = start?.Capital;
        double? equity = curve.Count > 0 ? curve[^1].Equity : capital;
        yield return Line("capital", capital);
        yield return Line("equity", equity);
        yield return Line("roi", capital is { } c ? (equity - c) / c * 100 : null);
        var (peak, deepest) = (capital ?? double.NegativeInfinity, 0.0);
        foreach (var (_, value) in curve)
        {
            peak = Math.Max(peak, value);
            deepest = Math.Max(deepest, (peak - value) / peak * 100);
        }

        yield return Line("drawdown", curve.Count > 0 ? deepest : null);
    }

    private static IEnumerable<string> Phases(Story story)
    {
        var (trades, wins, losses) = (0, 0, 0);
        foreach (
            var phase in story
                .Said.OfType<PhaseStart>()
                .GroupBy(run => run.Phase)
                .OrderBy(phase => phase.Key, StringComparer.Ordinal)
        )
        {
            var runs = story.Said.OfType<PhaseEnd>().Where(run => run.Phase == phase.Key).ToList();
            var latest = phase.MaxBy(start => start.At)!;
            var end = runs.Find(run => run.Run == latest.Run);
            yield return Line($"{phase.Key} runs", phase.Count());
            yield return $"{phase.Key} {end?.Status ?? (story.HasEnded ? "cut_off" : "running")}";
            var elapsed = runs.Sum(run => run.At - run.StartedAt);
            if (end is not null)
            {
                yield return Line($"{phase.Key} elapsed", elapsed);
            }
            else if (story.HasEnded || story.IsLost)
            {
                var until = story.HasEnded
                    ? story.Said.OfType<SessionEnd>().Single().At
                    : story.Said.Max(one => one.At);
                yield return Line(
                    $"{phase.Key} elapsed",
                    elapsed + Between(story, latest.At, until)
                );
            }

            var beats = story.Said.OfType<Heartbeat>().Where(beat => beat.Phase == phase.Key);
            yield return Line($"{phase.Key} progress", beats.MaxBy(beat => beat.At)?.Progress);
            var own = (
                Trades: runs.Sum(run => run.Trades?.Trades ?? 0),
                Wins: runs.Sum(run => run.Trades?.Wins ?? 0),
                Losses: runs.Sum(run => run.Trades?.Losses ?? 0)
            );
            yield return Line($"{phase.Key} trades", own.Trades);
            trades += own.Trades;
            wins += own.Wins;
            losses += own.Losses;
        }

        yield return Line("trades", trades);
        yield return Line("wins", wins);
        yield return Line("losses", losses);
    }

    private static IEnumerable<string> Counts(IReadOnlyList<Statement> said)
    {
        yield return Line("heartbeats", said.OfType<Heartbeat>().Count());
        foreach (var status in (string[])["pass", "warn", "fail"])
        {
            yield return Line(
                $"checks {status}",
                said.OfType<Check>().Count(check => check.Status == status)
            );
        }

        yield return Line("retries", said.OfType<Retry>().Count());
        yield return Line("closed trades", said.OfType<ClosedTrade>().Count());
        yield return Line("profit", said.OfType<ClosedTrade>().Sum(trade => trade.Pnl));
    }

    private static IEnumerable<string> Figures(IReadOnlyList<Statement> said)
    {
        foreach (
            var figure in said.OfType<FigureValue>()
                .GroupBy(value => (value.Name, value.Kind))
                .OrderBy(figure => figure.Key.Name, StringComparer.Ordinal)
        )
        {
            var (name, kind) = figure.Key;
            yield return Line(
                name,
                kind switch
                {
                    "gauge" => figure.MaxBy(value => value.At)!.Value,
                    "cumulative" => figure
                        .GroupBy(value => value.Writer)
                        .Sum(own => own.MaxBy(value => value.At)!.Value),
                    _ => figure.Sum(value => value.Value),
                }
            );
            if (kind == "histogram")
            {
                yield return Line($"{name} count", figure.Sum(value => value.Count));
                yield return Line($"{name} min", figure.Min(value => value.Min));
                yield return Line($"{name} max", figure.Max(value => value.Max));
            }
        }
    }
}

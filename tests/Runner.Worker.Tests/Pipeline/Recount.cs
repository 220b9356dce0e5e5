using System.Globalization;
using System.Text.Json;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>
/// A session's figures, counted from the lines of its export and nothing else, by the plainest code: what a person with
/// the file and a calculator would find.
/// </summary>
static class Recount
{
    sealed record Line(JsonElement Json)
    {
        public string Type => Json.GetProperty("type").GetString()!;

        public DateTimeOffset Time => Json.GetProperty("timestamp").GetDateTimeOffset();

        public string? Phase => Text("phase");

        public string? Status => Text("status");

        public double? Metric(string name) => Number("metrics", name);

        public double? Detail(string name) => Number("details", name);

        string? Text(string name) =>
            Json.TryGetProperty(name, out var text) ? text.GetString() : null;

        double? Number(string part, string name) =>
            Json.TryGetProperty(part, out var of) && of.TryGetProperty(name, out var number)
                ? number.GetDouble()
                : null;
    }

    /// <returns>One figure a line, by name.</returns>
    public static IEnumerable<string> Of(string export)
    {
        Line[] lines =
        [
            .. export
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => new Line(JsonDocument.Parse(line).RootElement)),
        ];
        var start = lines.Single(line => line.Type == "runner_start");
        var end = lines.SingleOrDefault(line => line.Type == "runner_end");
        yield return $"status {end?.Status ?? "running"}";
        yield return $"start {start.Time:O}";
        yield return $"end {end?.Time:O}";
        yield return Figure("runtime", (end?.Time - start.Time)?.TotalSeconds);

        var capital = start.Detail("runner.initial_capital")!.Value;
        var equity = Newest(lines, "equity") ?? capital;
        yield return Figure("capital", capital);
        yield return Figure("equity", equity);
        yield return Figure("roi", 100 * (equity - capital) / capital);
        yield return Figure("drawdown", Drawdown(lines));

        var phases = lines
            .Where(line => line.Phase is not null)
            .GroupBy(line => line.Phase!)
            .ToList();
        var trades = phases.Sum(phase => Greatest(phase, "trades"));
        var wins = phases.Sum(phase => Greatest(phase, "wins"));
        yield return Figure("trades", trades);
        yield return Figure("wins", wins);
        yield return Figure("losses", phases.Sum(phase => Greatest(phase, "losses")));
        yield return Figure("win rate", trades > 0 ? 100 * wins / trades : 0);
        yield return Figure(
            "phases completed",
            lines.Count(line => line is { Type: "phase_end", Status: "success" or "skipped" })
        );
        yield return Figure(
            "phases",
            Math.Max(start.Detail("runner.phase.count")!.Value, phases.Count)
        );
        foreach (var figure in phases.SelectMany(phase => OfPhase(phase.Key, [.. phase])))
        {
            yield return figure;
        }

        yield return Figure("events", lines.Length);
        foreach (var type in (string[])["heartbeat", "error", "autocorrect_attempt"])
        {
            yield return Figure(type, lines.Count(line => line.Type == type));
        }

        foreach (var status in (string[])["pass", "fail", "warn"])
        {
            yield return Figure(
                $"checkpoint {status}",
                lines.Count(line => line.Type == "checkpoint" && line.Status == status)
            );
        }
    }

    /// <summary>A figure in words, whichever way it was found; rounded, since two ways to compute may part in the last digit.</summary>
    public static string Figure(string name, double? value) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {(value is { } number ? Math.Round(number, 9) : null)}"
        );

    static IEnumerable<string> OfPhase(string name, Line[] lines)
    {
        var start = lines.Single(line => line.Type == "phase_start").Time;
        var end = lines.SingleOrDefault(line => line.Type == "phase_end");
        yield return $"{name} {end?.Status ?? "running"}";
        yield return Figure($"{name} elapsed", (end?.Time - start)?.TotalSeconds);
        yield return Figure(
            $"{name} limit",
            lines.Max(line => line.Detail("runner.phase.time_limit"))
        );
        yield return Figure($"{name} progress", lines.Max(line => line.Detail("runner.progress")));
        foreach (var metric in (string[])["trades", "wins", "losses"])
        {
            yield return Figure($"{name} {metric}", Greatest(lines, metric));
        }
    }

    /// <summary>What was stated last by the runner's clock.</summary>
    static double? Newest(IEnumerable<Line> lines, string metric) =>
        lines
            .Where(line => line.Metric(metric) is not null)
            .OrderBy(line => line.Time)
            .ThenBy(line => line.Metric(metric))
            .LastOrDefault()
            ?.Metric(metric);

    /// <summary>Counts never fall.</summary>
    static double Greatest(IEnumerable<Line> lines, string metric) =>
        lines.Max(line => line.Metric(metric)) ?? 0;

    static double? Drawdown(IEnumerable<Line> lines)
    {
        double? deepest = null;
        var peak = 0.0;
        foreach (var equity in lines.Select(line => line.Metric("equity")).OfType<double>())
        {
            peak = Math.Max(peak, equity);
            deepest = Math.Max(deepest ?? 0, 100 * (peak - equity) / peak);
        }

        return deepest;
    }
}

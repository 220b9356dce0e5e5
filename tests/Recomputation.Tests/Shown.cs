using System.Globalization;
using System.Text.Json;
using static Recomputation.Tests.Expected;

namespace Recomputation.Tests;

/// <summary>A session's figures as API and export have them, in the lines of <see cref="Expected"/>.</summary>
sealed class Shown(HttpClient dashboard)
{
    public async Task<IReadOnlyList<string>> OfApiAsync(Story story)
    {
        var id = story.Id;
        var detail = await ReadAsync($"/api/sessions/{id}");
        for (
            var tries = 0;
            story.IsLost && Text(detail, "verdict") != "lost" && tries < 300;
            tries++
        )
        {
            await Task.Delay(100);
            detail = await ReadAsync($"/api/sessions/{id}");
        }

        var trades = await ReadAsync($"/api/sessions/{id}/trades?limit=10000");
        var figures = await ReadAsync($"/api/sessions/{id}/figures");
        return
        [
            .. Summary(detail, story.IsLost),
            .. detail
                .GetProperty("phases")
                .EnumerateArray()
                .OrderBy(phase => Text(phase, "name"), StringComparer.Ordinal)
                .SelectMany(Phase),
            .. ((string[])["trades", "wins", "losses"]).Select(name =>
                Line(name, Number(detail.GetProperty("totals"), name))
            ),
            .. Counts(detail.GetProperty("counts")),
            Line("closed trades", trades.GetProperty("items").GetArrayLength()),
            Line(
                "profit",
                trades.GetProperty("items").EnumerateArray().Sum(trade => Number(trade, "pnl") ?? 0)
            ),
            .. figures.GetProperty("items").EnumerateArray().SelectMany(Figure),
        ];
    }

    /// <summary>What an export states of heartbeats, checks and trades, counted line by line.</summary>
    public async Task<IReadOnlyList<string>> OfExportAsync(string id)
    {
        var lines = (await dashboard.GetStringAsync($"/api/sessions/{id}/export?format=events"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        var checks = lines.FindAll(line => Text(line, "type") == "checkpoint");
        return
        [
            Line("heartbeats", lines.Count(line => Text(line, "type") == "heartbeat")),
            .. ((string[])["pass", "warn", "fail"]).Select(status =>
                Line($"checks {status}", checks.Count(check => Text(check, "status") == status))
            ),
            Line("retries", lines.Count(line => Text(line, "type") == "autocorrect_attempt")),
            Line("closed trades", lines.Count(line => Text(line, "type") == "trade")),
        ];
    }

    public Task<string> PageAsync(string id) => dashboard.GetStringAsync($"/sessions/{id}");

    private static IEnumerable<string> Summary(JsonElement detail, bool isLost)
    {
        var hasEnded = detail.TryGetProperty("session_end", out var end);
        yield return $"status {Text(detail, "status")}";
        yield return $"start {Time(detail.GetProperty("session_start"))}";
        yield return $"end {(hasEnded ? Time(end) : "")}";
        if (hasEnded || isLost)
        {
            yield return Line("runtime", Number(detail, "runtime_secs"));
        }

        yield return Line("capital", Number(detail, "initial_capital"));
        yield return Line("equity", Number(detail, "current_equity"));
        yield return Line("roi", Number(detail, "roi"));
        yield return Line("drawdown", Number(detail, "max_drawdown"));
    }

    private static IEnumerable<string> Phase(JsonElement phase)
    {
        var name = Text(phase, "name");
        yield return Line($"{name} runs", Number(phase, "runs"));
        yield return $"{name} {Text(phase, "status")}";
        yield return Line($"{name} elapsed", Number(phase, "elapsed_secs"));
        yield return Line($"{name} progress", Number(phase, "progress"));
        yield return Line($"{name} trades", Number(phase.GetProperty("totals"), "trades"));
    }

    private static IEnumerable<string> Counts(JsonElement counts)
    {
        yield return Line("heartbeats", Number(counts, "heartbeats"));
        yield return Line("checks pass", Number(counts, "checkpoints_passed"));
        yield return Line("checks warn", Number(counts, "checkpoints_warned"));
        yield return Line("checks fail", Number(counts, "checkpoints_failed"));
        yield return Line("retries", Number(counts, "retries"));
    }

    private static IEnumerable<string> Figure(JsonElement figure)
    {
        var name = Text(figure, "name");
        yield return Line(name, Number(figure, "value"));
        if (Text(figure, "kind") == "histogram")
        {
            yield return Line($"{name} count", Number(figure, "count"));
            yield return Line($"{name} min", Number(figure, "min"));
            yield return Line($"{name} max", Number(figure, "max"));
        }
    }

    private async Task<JsonElement> ReadAsync(string path) =>
        JsonDocument.Parse(await dashboard.GetStringAsync(path)).RootElement;

    private static string Time(JsonElement time) =>
        time.GetDateTimeOffset()
            .UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var number) ? number.GetDouble() : null;
}

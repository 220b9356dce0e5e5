using System.Text;
using System.Text.Json;
using Sessions;
using static Runner.Worker.Tests.Pipeline.Recount;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>A session's figures as the summary and the page have them, named as <see cref="Recount"/> names its own.</summary>
static class ShownFigures
{
    /// <summary>The session's export in the event schema.</summary>
    public static async Task<string> ExportAsync(ISessionReader store, string id)
    {
        using var stream = new MemoryStream();
        Assert.True(await SessionExport.WriteEventsAsync(store, id, stream, default));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static async Task<IEnumerable<string>> OfAsync(ISessionReader store, string id)
    {
        using var stream = new MemoryStream();
        var now = DateTimeOffset.UtcNow;
        Assert.True(await SessionExport.WriteSummaryAsync(store, id, stream, now, default));
        stream.Position = 0;
        using var summary = await JsonDocument.ParseAsync(stream);
        var state = (await store.FindAsync(id, default))!;
        return [.. OfSummary(summary.RootElement), .. OfState(state)];
    }

    static IEnumerable<string> OfSummary(JsonElement summary)
    {
        var hasEnded = summary.TryGetProperty("session_end", out var end);
        yield return $"status {summary.GetProperty("status").GetString()}";
        yield return $"start {summary.GetProperty("session_start").GetDateTimeOffset():O}";
        yield return hasEnded ? $"end {end.GetDateTimeOffset():O}" : "end ";
        yield return Figure("runtime", hasEnded ? Number("runtime_secs") : null);
        yield return Figure("capital", Number("initial_capital"));
        yield return Figure("equity", Number("current_equity"));
        yield return Figure("roi", Number("roi"));
        yield return Figure("drawdown", Number("max_drawdown"));
        foreach (var name in (string[])["trades", "wins", "losses"])
        {
            yield return Figure(name, summary.GetProperty("totals").GetProperty(name).GetDouble());
        }

        double Number(string name) => summary.GetProperty(name).GetDouble();
    }

    static IEnumerable<string> OfState(SessionState state)
    {
        yield return Figure("win rate", state.Totals.WinRate);
        yield return Figure("phases completed", state.PhasesCompleted);
        yield return Figure("phases", state.PhasesTotal);
        foreach (var phase in state.NamedPhases)
        {
            var elapsed = phase.EndedAt is { } end ? phase.Elapsed(end) : null;
            yield return $"{phase.Name} {WireName.Of(phase.Status)}";
            yield return Figure($"{phase.Name} elapsed", elapsed?.TotalSeconds);
            yield return Figure($"{phase.Name} limit", phase.TimeLimitSeconds);
            yield return Figure($"{phase.Name} progress", phase.Progress?.Value);
            yield return Figure($"{phase.Name} trades", phase.Totals.Trades);
            yield return Figure($"{phase.Name} wins", phase.Totals.Wins);
            yield return Figure($"{phase.Name} losses", phase.Totals.Losses);
        }

        yield return Figure("events", state.Counts.Events);
        yield return Figure("heartbeat", state.Counts.Beats);
        yield return Figure("error", state.Counts.Errors);
        yield return Figure("autocorrect_attempt", state.Counts.Retries);
        yield return Figure("checkpoint pass", state.Counts.Passed);
        yield return Figure("checkpoint fail", state.Counts.Failed);
        yield return Figure("checkpoint warn", state.Counts.Warned);
    }
}

using System.Text.Json;
using Sessions;

namespace Runner.Worker.Tests.Pipeline;

/// <summary>Which parts an event has.</summary>
static class Content
{
    public static string Of(SessionEvent e) =>
        string.Join(
            ' ',
            new[]
            {
                ("message", e.Message is not null),
                ("trace", e.TraceId is not null),
                ("span", e.SpanId is not null),
                ("phase", e.Phase is not null),
                ("status", e.Status is not null),
                ("checkpoint", e.Checkpoint is not null),
                ("trade", e.Trade is { Id: not null, Symbol: not null, Pnl: not null }),
                ("error", e.ErrorType is not null),
                ("money", e.Figures is { Equity: not null, Pnl: not null }),
                ("trades", e.Figures is { Trades: not null, Wins: not null, Losses: not null }),
                ("header", e.Session is not null),
                ("place", e.PhaseInfo is { Index: not null, TimeLimitSeconds: not null }),
                ("beat", e.Beat is { IntervalSeconds: 0.1 }),
                ("retry", e.Retry is { Attempt: not null, Max: not null, DelaySeconds: not null }),
                ($"details {Keys(e.Details)}", Keys(e.Details).Length > 0),
            }
                .Where(part => part.Item2)
                .Select(part => part.Item1)
        );

    /// <summary>The parts that the conventions give to an event of this kind.</summary>
    public static string Expected(SessionEvent e)
    {
        var error = e.Status is EventStatus.Error or EventStatus.Timeout ? " error" : "";
        return e.Type switch
        {
            EventType.RunnerStart => "message trace span header",
            EventType.RunnerEnd => $"message trace span status{error} money trades header",
            EventType.PhaseStart => "message trace span phase place",
            EventType.PhaseEnd => $"message trace span phase status{error} money trades place",
            EventType.Checkpoint => "message trace span phase status checkpoint",
            // Equity and profit are the session's: of the beats of one collection, one has them.
            EventType.Heartbeat when e.Figures?.Equity is null => "phase trades beat",
            EventType.Heartbeat => "phase money trades beat",
            EventType.Trade => "message trace span phase trade",
            EventType.SummaryUpdated => "message trace span phase money trades",
            // An exception comes with what OpenTelemetry says of exceptions.
            EventType.Error =>
                "message trace span phase error details exception.message exception.stacktrace exception.type",
            _ => "message trace span phase status retry",
        };
    }

    static string Keys(string? details)
    {
        using var json = JsonDocument.Parse(details ?? "{}");
        var names = json
            .RootElement.EnumerateObject()
            .Select(p => p.Name)
            .Where(name => name != "runner.phase.run");
        return string.Join(' ', names.Order(StringComparer.Ordinal));
    }
}

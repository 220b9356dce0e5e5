using System.Globalization;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>One event as a row of the feed.</summary>
/// <param name="Event">The event.</param>
/// <param name="Message">What it says, made of its fields where the runner sent no words.</param>
public sealed record FeedEntry(SessionEvent Event, string Message) : FeedRow
{
    /// <summary>The class that colours the row.</summary>
    public string Tone =>
        Event switch
        {
            { Type: EventType.Checkpoint, Status: EventStatus.Fail }
            or { Level: EventLevel.Error } => "bad",
            { Status: EventStatus.Failed or EventStatus.Error or EventStatus.Timeout } => "bad",
            { Level: EventLevel.Warning } or { Status: EventStatus.Warn } => "warn",
            { Type: EventType.Heartbeat } => "beat",
            _ => "",
        };

    public static FeedEntry Of(SessionEvent e, SessionState session) =>
        new(e, Words(e, session.Header?.Currency));

    private static string Words(SessionEvent e, string? currency)
    {
        var said = e.Message ?? "";
        return e.Type switch
        {
            EventType.Checkpoint when e.Checkpoint is { } name && said.Length > 0 =>
                $"{name} · {said}",
            EventType.Checkpoint => e.Checkpoint ?? said,
            EventType.Heartbeat => Beat(e, currency),
            EventType.SummaryUpdated when e.Figures is { IsEmpty: false } => "Summary"
                + Figures(e, currency),
            EventType.Error when e.ErrorType is { } type && said.Length > 0 => $"{type}: {said}",
            EventType.Error => e.ErrorType ?? said,
            EventType.AutocorrectAttempt when e.Retry is { } retry && said.Length == 0 => Attempt(
                retry
            ),
            EventType.PhaseStart when said.Length == 0 => "Phase started",
            EventType.PhaseEnd when said.Length == 0 => "Phase ended",
            EventType.RunnerStart when said.Length == 0 =>
                $"{e.Session?.RunnerName ?? "Session"} started",
            EventType.RunnerEnd when said.Length == 0 => "Session ended",
            EventType.Trade when said.Length == 0 => Trade(e.Trade, currency),
            EventType.Log when e.ErrorType is { } type => $"{type}: {said}",
            _ => said,
        };
    }

    private static string Beat(SessionEvent e, string? currency)
    {
        var number = e.Beat is { } beat
            ? string.Create(CultureInfo.InvariantCulture, $"Heartbeat {beat.Number:N0}")
            : "Heartbeat";
        return number + Figures(e, currency);
    }

    private static string Figures(SessionEvent e, string? currency)
    {
        var equity = e.Figures?.Equity is { } value ? $" · {Money.Of(value, currency)}" : "";
        var trades = e.Figures is { Trades: { } count, Wins: { } wins }
            ? $" · {wins}/{count} wins"
            : "";
        return equity + trades;
    }

    private static string Trade(Trade? trade, string? currency)
    {
        var side = trade?.Side is { } s ? $" {WireName.Of(s)}" : "";
        var quantity = trade?.Quantity is { } q
            ? string.Create(CultureInfo.InvariantCulture, $" {q:0.########}")
            : "";
        var pnl = trade?.Pnl is { } amount ? $" · {Money.Signed(amount, currency)}" : "";
        return $"Closed{quantity} {trade?.Symbol ?? "trade"}{side}{pnl}";
    }

    private static string Attempt(Retry retry)
    {
        var number = retry.Attempt is { } n
            ? $"Attempt {n}{(retry.Max is { } max ? $"/{max}" : "")}"
            : "Attempt";
        var delay = retry.DelaySeconds is { } s ? $" in {HumanDuration.OfSeconds(s)}" : "";
        return retry.Reason is { } reason ? $"{number}{delay}: {reason}" : number + delay;
    }
}

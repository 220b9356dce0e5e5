using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Sessions as a table.</summary>
internal static class SessionCsv
{
    private static readonly string[] Columns =
    [
        "session_id",
        "runner_name",
        "verdict",
        "verdict_sentence",
        "session_start",
        "session_end",
        "runtime_secs",
        "phases_completed",
        "phases_total",
        "currency",
        "initial_capital",
        "current_equity",
        "pnl",
        "roi",
        "trades",
        "wins",
        "losses",
        "checkpoints_passed",
        "checkpoints_failed",
        "errors",
    ];

    public static CsvResult Of(
        Page<(SessionState Session, Verdict Verdict)> page,
        DateTimeOffset now
    ) =>
        new(
            "sessions",
            Columns,
            page.Items.Select(item => Row(item.Session, item.Verdict, now)),
            page.Next
        );

    private static object?[] Row(SessionState session, Verdict verdict, DateTimeOffset now)
    {
        var present = SessionClock.Of(session, verdict, now).Present;
        return
        [
            session.Id,
            session.RunnerName,
            WireName.Of(verdict.Kind),
            verdict.Sentence,
            session.StartedAt,
            session.EndedAt,
            Math.Round(session.Runtime(present).TotalSeconds, 3),
            session.PhasesCompleted,
            session.PhasesTotal,
            session.Header?.Currency,
            session.HasCapital ? session.InitialCapital : null,
            session.HasEquity ? session.CurrentEquity : null,
            session.HasMoney ? session.Pnl : null,
            session.HasCapital ? session.Roi : null,
            session.Totals.Trades,
            session.Totals.Wins,
            session.Totals.Losses,
            session.Counts.Passed,
            session.Counts.Failed,
            session.Counts.Errors,
        ];
    }
}

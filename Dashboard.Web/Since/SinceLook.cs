using Dashboard.Web.SessionList;
using Sessions;

namespace Dashboard.Web.Since;

/// <summary>What happened among the newest sessions, and to the runners, since a moment.</summary>
/// <param name="Finished">Ended in success.</param>
/// <param name="Failed">Ended in any other way but cancelled.</param>
/// <param name="Lost">Without an end, and not heard from since.</param>
/// <param name="Overdue">Runners whose session was due by then and has not started.</param>
/// <param name="Pnl">Profit and loss of the ended ones, by currency, as people read it; empty where none is stated.</param>
/// <param name="Trend">The class that colours it.</param>
internal sealed record SinceLook(
    int Finished,
    int Failed,
    int Lost,
    int Overdue,
    string Pnl,
    string Trend
)
{
    /// <param name="newest">The newest sessions, each with its verdict.</param>
    /// <param name="overdue">The runners that are overdue now.</param>
    /// <param name="since">What was before it is not counted.</param>
    public static SinceLook Of(
        IEnumerable<(SessionState Session, Verdict Verdict)> newest,
        IEnumerable<RunnerStatus> overdue,
        DateTimeOffset since
    )
    {
        var sessions = newest.ToArray();
        SessionState[] ended =
        [
            .. sessions.Select(item => item.Session).Where(session => session.EndedAt > since),
        ];
        var totals = ListTotals.Of(ended);
        return new SinceLook(
            ended.Count(session => session.Status == SessionStatus.Success),
            ended.Count(session =>
                session.Status is not (SessionStatus.Success or SessionStatus.Cancelled)
            ),
            sessions.Count(item =>
                item.Verdict is { Kind: VerdictKind.Lost, Since: { } last } && last > since
            ),
            overdue.Count(runner => runner.Since + runner.Schedule?.Grace > since),
            totals.Pnl.Count == 0 ? "" : totals.PnlWords,
            totals.Trend
        );
    }
}

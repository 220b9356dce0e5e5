using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What happened among the newest sessions since a moment.</summary>
/// <param name="Finished">Ended in success.</param>
/// <param name="Failed">Ended in any other way but cancelled.</param>
/// <param name="Lost">Without an end, and not heard from since.</param>
/// <param name="Pnl">Profit and loss of the ended ones, by currency, as people read it; empty where none is stated.</param>
/// <param name="Trend">The class that colours it.</param>
internal sealed record SinceLook(int Finished, int Failed, int Lost, string Pnl, string Trend)
{
    public static SinceLook Of(
        IEnumerable<(SessionState Session, Verdict Verdict)> newest,
        DateTimeOffset since
    )
    {
        var sessions = newest.ToArray();
        SessionState[] ended =
        [
            .. sessions.Select(item => item.Session).Where(session => session.EndedAt > since),
        ];
        var finished = ended.Count(session => session.Status == SessionStatus.Success);
        var totals = ListTotals.Of(ended);
        return new SinceLook(
            finished,
            ended.Count(session =>
                session.Status is not (SessionStatus.Success or SessionStatus.Cancelled)
            ),
            sessions.Count(item =>
                item.Verdict is { Kind: VerdictKind.Lost, Since: { } last } && last > since
            ),
            totals.Pnl.Count == 0 ? "" : totals.PnlWords,
            totals.Trend
        );
    }
}

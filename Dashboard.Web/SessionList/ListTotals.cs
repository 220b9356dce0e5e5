using System.Globalization;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What many sessions come to.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Running">Of these, without an end.</param>
/// <param name="Succeeded">Of these, ended in success.</param>
/// <param name="Pnl">Profit and loss by currency (empty where none is stated), as it stands.</param>
/// <param name="IsCut">Whether there are more than were counted.</param>
public sealed record ListTotals(
    int Sessions,
    int Running,
    int Succeeded,
    IReadOnlyList<(string Currency, double Amount)> Pnl,
    bool IsCut
)
{
    public int Ended => Sessions - Running;

    /// <summary>Percent of the ended; null without any.</summary>
    public double? SuccessRate => Ended > 0 ? 100.0 * Succeeded / Ended : null;

    /// <summary>For example <c>1,000+</c>.</summary>
    public string Count =>
        Sessions.ToString("N0", CultureInfo.InvariantCulture) + (IsCut ? "+" : "");

    /// <summary>For example <c>+€150.00 · −$12.00</c>.</summary>
    public string PnlWords =>
        Pnl.Count == 0
            ? "—"
            : string.Join(
                " · ",
                Pnl.Select(sum =>
                    Money.Signed(sum.Amount, sum.Currency.Length > 0 ? sum.Currency : null)
                )
            );

    /// <summary>The class that colours <see cref="PnlWords"/>: none where currencies disagree.</summary>
    public string Trend =>
        Pnl.Select(sum => Money.Trend(sum.Amount)).Distinct().ToArray() is [var one] ? one : "";

    public static ListTotals Of(IEnumerable<SessionState> sessions, bool isCut)
    {
        var (count, running, succeeded) = (0, 0, 0);
        var pnl = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var session in sessions)
        {
            count++;
            running += session.HasEnded ? 0 : 1;
            succeeded += session.Status == SessionStatus.Success ? 1 : 0;
            if (
                session.Pnl is { } profit
                && (session.LatestEquity is not null || session.LatestPnl is not null)
            )
            {
                var currency = session.Header?.Currency ?? "";
                pnl[currency] = pnl.GetValueOrDefault(currency) + profit;
            }
        }

        return new ListTotals(
            count,
            running,
            succeeded,
            [.. pnl.Select(sum => (sum.Key, sum.Value))],
            isCut
        );
    }
}

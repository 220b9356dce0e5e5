using System.Globalization;
using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What many sessions come to.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Running">Of these, without an end.</param>
/// <param name="Succeeded">Of these, ended in success.</param>
/// <param name="Pnl">Profit and loss by currency (empty where none is stated), as it stands.</param>
public sealed record ListTotals(
    long Sessions,
    long Running,
    long Succeeded,
    IReadOnlyList<(string Currency, double Amount)> Pnl
)
{
    public long Ended => Sessions - Running;

    /// <summary>Percent of the ended; null without any.</summary>
    public double? SuccessRate => Ended > 0 ? 100.0 * Succeeded / Ended : null;

    /// <summary>For example <c>1,000</c>.</summary>
    public string Count => Sessions.ToString("N0", CultureInfo.InvariantCulture);

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

    public static ListTotals Of(IEnumerable<SessionState> sessions)
    {
        var sum = new SessionTotals.Builder();
        foreach (var session in sessions)
        {
            sum.Add(session);
        }

        return Of(sum.Build());
    }

    public static ListTotals Of(SessionTotals totals) =>
        new(
            totals.Count,
            totals.ByStatus.GetValueOrDefault(SessionStatus.Running),
            totals.ByStatus.GetValueOrDefault(SessionStatus.Success),
            totals.Pnl
        );
}

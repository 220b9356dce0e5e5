namespace Dashboard.Web.SessionList;

/// <summary>Rows that started on one day of the reader's.</summary>
/// <param name="Day">The day; null when rows are not in order of time.</param>
/// <param name="Totals">Of all of that day's sessions that the filter lets through, shown or not; null without a heading.</param>
/// <param name="Rows">Those of this page.</param>
public sealed record ListDay(DateOnly? Day, ListTotals? Totals, IReadOnlyList<ListRow> Rows);

namespace Dashboard.Web.Live;

/// <summary>A page of the list as of one moment.</summary>
/// <param name="Rows">Days and sessions in order, each a table row.</param>
/// <param name="Parts">What stands outside of the table: totals, and whether the collector receives.</param>
/// <param name="Title">Of the tab.</param>
/// <param name="Icon">Of the tab.</param>
/// <param name="Now">The present, UTC.</param>
/// <param name="Older">Addresses of the next page, whole and as rows to add; null on the last.</param>
internal sealed record ListSnapshot(
    IReadOnlyList<Panel> Rows,
    IReadOnlyList<Panel> Parts,
    string Title,
    string Icon,
    DateTimeOffset Now,
    (string Page, string Rows)? Older
);

/// <summary>What has changed on the list since the last update; absent is unchanged.</summary>
/// <param name="Order">Ids of all rows, when rows came, went or moved.</param>
/// <param name="Rows">Rows that look different, as HTML.</param>
/// <param name="Parts">Elements outside of the table that look different, as HTML.</param>
/// <param name="Title">Of the tab.</param>
/// <param name="Icon">Of the tab.</param>
/// <param name="Now">The present, UTC.</param>
/// <param name="OlderPage">Address of the next page; sent with the order, null on the last page.</param>
/// <param name="OlderRows">The same for adding its rows below.</param>
public sealed record ListUpdate(
    IReadOnlyList<string>? Order,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Parts,
    string Title,
    string Icon,
    DateTimeOffset Now,
    string? OlderPage,
    string? OlderRows
)
{
    /// <returns>Null when nothing has changed.</returns>
    internal static ListUpdate? Between(ListSnapshot? seen, ListSnapshot now)
    {
        var known = (seen?.Rows ?? [])
            .Concat(seen?.Parts ?? [])
            .ToDictionary(p => p.Id, p => p.Version);
        var rows = Changed(now.Rows);
        var parts = Changed(now.Parts);
        var isMoved =
            seen is null
            || seen.Older != now.Older
            || !seen.Rows.Select(row => row.Id).SequenceEqual(now.Rows.Select(row => row.Id));
        return
            rows.Length == 0
            && parts.Length == 0
            && !isMoved
            && seen!.Title == now.Title
            && seen.Icon == now.Icon
            ? null
            : new ListUpdate(
                isMoved ? [.. now.Rows.Select(row => row.Id)] : null,
                rows,
                parts,
                now.Title,
                now.Icon,
                now.Now,
                isMoved ? now.Older?.Page : null,
                isMoved ? now.Older?.Rows : null
            );

        string[] Changed(IReadOnlyList<Panel> panels) =>
            [.. panels.Where(p => known.GetValueOrDefault(p.Id) != p.Version).Select(p => p.Html)];
    }
}

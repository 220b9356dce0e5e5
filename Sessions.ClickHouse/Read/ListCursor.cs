using System.Globalization;
using System.Text;

namespace Sessions.ClickHouse.Read;

/// <summary>Where a page of the list ended.</summary>
/// <param name="Sort">The order that it belongs to.</param>
/// <param name="Now">Ticks of the first page's moment, to which running sessions' durations count.</param>
/// <param name="Key">Sort key of the last row: ticks, or the bits of the ROI.</param>
/// <param name="Id">The last row's session.</param>
/// <param name="IsStart">Before the first row.</param>
internal readonly record struct ListCursor(
    SessionSort Sort,
    long Now,
    long Key,
    string Id,
    bool IsStart
)
{
    public static bool TryParse(
        string? text,
        SessionSort sort,
        DateTimeOffset now,
        out ListCursor cursor
    )
    {
        cursor = new ListCursor(sort, now.UtcTicks, 0, "", IsStart: true);
        if (text is null)
        {
            return true;
        }

        if (
            text.Split('_') is not [var order, var at, var key, var id]
            || order != WireName.Of(sort)
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(
                key,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
            || id.Length % 2 != 0
            || !id.All(char.IsAsciiHexDigit)
        )
        {
            return false;
        }

        cursor = new ListCursor(
            sort,
            ticks,
            value,
            Encoding.UTF8.GetString(Convert.FromHexString(id)),
            IsStart: false
        );
        return true;
    }

    public ListCursor At(long key, string id) => this with { Key = key, Id = id, IsStart = false };

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WireName.Of(Sort)}_{Now}_{Key}_{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Id))}"
        );
}

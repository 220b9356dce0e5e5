using System.Globalization;

namespace Sessions.Sqlite.Read;

/// <summary>Where a page of the list ended.</summary>
/// <param name="Sort">The order that it belongs to.</param>
/// <param name="Now">Ticks of the first page's moment, to which running sessions' durations count.</param>
/// <param name="Key">Sort key of the last row: ticks, or the bits of the ROI.</param>
/// <param name="Number">Number of the last row.</param>
/// <param name="IsStart">Before the first row.</param>
internal readonly record struct ListCursor(
    SessionSort Sort,
    long Now,
    long Key,
    long Number,
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
        cursor = new ListCursor(sort, now.UtcTicks, 0, 0, IsStart: true);
        if (text is null)
        {
            return true;
        }

        if (
            text.Split('_') is not [var order, var at, var key, var number]
            || order != WireName.Of(sort)
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(
                key,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var no)
        )
        {
            return false;
        }

        cursor = new ListCursor(sort, ticks, value, no, IsStart: false);
        return true;
    }

    public ListCursor At(long key, long number) =>
        this with
        {
            Key = key,
            Number = number,
            IsStart = false,
        };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{WireName.Of(Sort)}_{Now}_{Key}_{Number}");
}

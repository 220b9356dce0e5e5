using Microsoft.AspNetCore.WebUtilities;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What the list shows and in which order; lives in the page's URL, so that a link shows a colleague the same.</summary>
public sealed record ListFilter
{
    public const int PageSize = 50;

    public SessionStatus? Status { get; init; }

    /// <summary>Which verdicts; all when it is null.</summary>
    public VerdictChoice? Verdict { get; init; }

    public string? Runner { get; init; }

    public TimeRange Started { get; init; } = TimeRange.All;

    public string? Text { get; init; }

    public SessionSort Sort { get; init; }

    public bool Ascending { get; init; }

    public string? Cursor { get; init; }

    /// <summary>Rows of the page: more for a page that has grown.</summary>
    public int Rows { get; init; } = PageSize;

    /// <summary>The last day of the page that this one is added to: its heading is there already.</summary>
    public DateOnly? Continues { get; init; }

    public bool IsNarrowed =>
        Status is not null
        || Verdict is not null
        || Runner is not null
        || Text is not null
        || Started != TimeRange.All;

    /// <summary>Whether rows stand under the day that they started on.</summary>
    public bool IsByDay => Sort == SessionSort.Start;

    /// <summary>Unknown values are ignored: the form shows what is in force.</summary>
    public static ListFilter Read(IQueryCollection query) =>
        new()
        {
            Status = WireName.TryParse((string?)query["status"], out SessionStatus status)
                ? status
                : null,
            Verdict = VerdictChoice.Find(query["verdict"]),
            Runner = Stated(query["runner"]),
            Started = TimeRange.Read(query),
            Text = Stated(query["q"]),
            Sort = WireName.TryParse((string?)query["sort"], out SessionSort sort) ? sort : default,
            Ascending = query["order"] == "asc",
            Cursor = Stated(query["cursor"]),
            Continues = TimeRange.Day(query["continues"]),
        };

    /// <param name="now">The present.</param>
    /// <param name="zone">The reader's, where days begin.</param>
    public SessionQuery ToQuery(DateTimeOffset now, TimeZoneInfo zone) =>
        new()
        {
            Status = Status,
            RunnerName = Runner,
            Text = Text,
            From = Started.From(now, zone),
            To = Started.To(zone),
            Sort = Sort,
            Ascending = Ascending,
            Limit = Rows,
            Cursor = Cursor,
        };

    /// <summary>The URL of the list under this filter.</summary>
    public string Url() =>
        QueryHelpers.AddQueryString(
            "/",
            new Dictionary<string, string?>
            {
                ["status"] = Status is { } status ? WireName.Of(status) : null,
                ["verdict"] = Verdict?.Name,
                ["runner"] = Runner,
                ["range"] = Started.Name,
                ["from"] = TimeRange.Iso(Started.FirstDay),
                ["to"] = TimeRange.Iso(Started.LastDay),
                ["q"] = Text,
                ["sort"] = Sort == default ? null : WireName.Of(Sort),
                ["order"] = Ascending ? "asc" : null,
                ["cursor"] = Cursor,
                ["continues"] = TimeRange.Iso(Continues),
            }.Where(pair => pair.Value is not null)
        );

    /// <summary>The URL that sorts by a column: descending first, the other way round when it is sorted by already.</summary>
    public string SortUrl(SessionSort sort) =>
        (
            this with
            {
                Sort = sort,
                Ascending = Sort == sort && !Ascending,
                Cursor = null,
                Continues = null,
            }
        ).Url();

    /// <summary>The value of a column header's <c>aria-sort</c>.</summary>
    public string AriaSort(SessionSort sort) =>
        Sort != sort ? "none"
        : Ascending ? "ascending"
        : "descending";

    private static string? Stated(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

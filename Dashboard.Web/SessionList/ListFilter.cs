using Microsoft.AspNetCore.WebUtilities;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>What the list shows and in which order; lives in the page's URL.</summary>
public sealed record ListFilter
{
    public const int PageSize = 50;

    public SessionStatus? Status { get; init; }

    public string? Text { get; init; }

    public SessionSort Sort { get; init; }

    public bool Ascending { get; init; }

    public string? Cursor { get; init; }

    public bool IsNarrowed => Status is not null || Text is not null;

    /// <summary>Whether new sessions belong on top of what is shown.</summary>
    public bool IsNewestFirst => Sort == SessionSort.Start && !Ascending && Cursor is null;

    public static ListFilter Read(IQueryCollection query) =>
        new()
        {
            Status = WireName.TryParse((string?)query["status"], out SessionStatus status)
                ? status
                : null,
            Text = string.IsNullOrWhiteSpace(query["q"]) ? null : ((string?)query["q"])!.Trim(),
            Sort = WireName.TryParse((string?)query["sort"], out SessionSort sort) ? sort : default,
            Ascending = query["order"] == "asc",
            Cursor = string.IsNullOrEmpty(query["cursor"]) ? null : (string?)query["cursor"],
        };

    public SessionQuery ToQuery() =>
        new()
        {
            Status = Status,
            Text = Text,
            Sort = Sort,
            Ascending = Ascending,
            Limit = PageSize,
            Cursor = Cursor,
        };

    /// <summary>The URL of the list under this filter.</summary>
    public string Url() =>
        QueryHelpers.AddQueryString(
            "/",
            new Dictionary<string, string?>
            {
                ["status"] = Status is { } status ? WireName.Of(status) : null,
                ["q"] = Text,
                ["sort"] = Sort == default ? null : WireName.Of(Sort),
                ["order"] = Ascending ? "asc" : null,
                ["cursor"] = Cursor,
            }.Where(pair => pair.Value is not null)
        );

    /// <summary>The URL that sorts by a column: descending first, the other way round when it is sorted by already.</summary>
    public string SortUrl(SessionSort sort) =>
        (this with { Sort = sort, Ascending = Sort == sort && !Ascending, Cursor = null }).Url();

    /// <summary>The value of a column header's <c>aria-sort</c>.</summary>
    public string AriaSort(SessionSort sort) =>
        Sort != sort ? "none"
        : Ascending ? "ascending"
        : "descending";
}

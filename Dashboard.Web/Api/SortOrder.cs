namespace Dashboard.Web.Api;

/// <summary>The direction of a list.</summary>
internal enum SortOrder
{
    Desc,
    Asc,
}

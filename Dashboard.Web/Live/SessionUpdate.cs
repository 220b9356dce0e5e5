using Dashboard.Web.Feed;

namespace Dashboard.Web.Live;

/// <summary>What has changed on a session's page since the last update.</summary>
/// <param name="Position">What to name when subscribing again: everything up to here has been sent.</param>
/// <param name="IsResync">Whether more was missed than is kept: the page loads its feed and its curve again.</param>
/// <param name="IsEnded">Whether the session has ended.</param>
/// <param name="SilentSince">The last beat, when a beat is overdue.</param>
/// <param name="Panels">Panels that look different, as HTML elements.</param>
/// <param name="Rows">New events, and known ones that say more now, in commit order.</param>
public sealed record SessionUpdate(
    long Position,
    bool IsResync,
    bool IsEnded,
    DateTimeOffset? SilentSince,
    IReadOnlyList<string> Panels,
    IReadOnlyList<FeedRowJson> Rows
);

using Dashboard.Web.Views;

namespace Dashboard.Web.Live;

/// <summary>A watched session as of one moment.</summary>
/// <param name="View">Its state and verdict.</param>
/// <param name="Panels">The panels of its page; empty while no page is open.</param>
/// <param name="Events">Its newest events.</param>
/// <param name="IsOver">Whether it ended a while ago and nothing is expected any more.</param>
internal sealed record SessionSnapshot(
    SessionView View,
    IReadOnlyList<Panel> Panels,
    RecentEvents Events,
    bool IsOver
);

/// <summary>One panel of the page.</summary>
/// <param name="Id">Of its element.</param>
/// <param name="Html">The element.</param>
/// <param name="Version">Counts how often it looked different.</param>
internal sealed record Panel(string Id, string Html, long Version);

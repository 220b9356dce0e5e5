namespace Dashboard.Web.Live;

/// <summary>A part of the session page that is rendered again when the session changes.</summary>
/// <param name="Id">Of its element, which is replaced whole.</param>
/// <param name="Component">Takes the session's view as its parameter <c>View</c>.</param>
internal sealed record LivePanel(string Id, Type Component);

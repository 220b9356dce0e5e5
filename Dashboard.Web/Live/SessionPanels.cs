using Dashboard.Web.Views;

namespace Dashboard.Web.Live;

/// <summary>Renders a session's panels and tells which look different from the last time. Not thread-safe.</summary>
internal sealed class SessionPanels(
    IReadOnlyList<LivePanel> shown,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers
)
{
    private readonly Dictionary<string, Panel> _last = [];

    public async Task<IReadOnlyList<Panel>> RenderAsync(SessionView view)
    {
        await using var rendering = new Rendering(scopes, loggers);
        var all = new List<Panel>(shown.Count);
        foreach (var (id, component) in shown)
        {
            var html = await rendering.HtmlAsync(component, ("View", view));
            var last = _last.GetValueOrDefault(id);
            var panel =
                last is not null && TickingText.IsSame(html, last.Html)
                    ? last
                    : new Panel(id, html, (last?.Version ?? 0) + 1);
            _last[id] = panel;
            all.Add(panel);
        }

        return all;
    }
}

using System.ComponentModel;
using Dashboard.Web.Views;
using ModelContextProtocol.Server;
using Sessions;

namespace Dashboard.Web.Assistants;

/// <summary>One session in a page of text.</summary>
internal sealed class SessionTool(
    ISessionReader reader,
    SessionViews views,
    Named named,
    Links links
)
{
    private const int EventsTold = 8;

    [McpServerTool(Name = "get_session", Title = "One session")]
    [Description(
        "One session in a page of text: verdict, times, money if it has to do with any, phases against their usual duration, checkpoints, figures, the last warnings and errors, parameters and environment."
    )]
    public async Task<string> ReadAsync(
        [Description("The session's id, its beginning, or the address of its page")] string session,
        CancellationToken cancellationToken
    )
    {
        var state = await named.SessionAsync(session, cancellationToken);
        var view = await views.ForPageAsync(state, cancellationToken);
        var run = await RunFactsReads.FindAsync(reader, state.Id, cancellationToken);
        var loud = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = state.Id,
                Levels = [EventLevel.Warning, EventLevel.Error],
                Limit = EventsTold,
            },
            cancellationToken
        );
        return SessionText.Of(
            view,
            run,
            [.. loud.Items.Select(stored => stored.Event)],
            links.Session(state.Id)
        );
    }
}

using Dashboard.Web.Live;
using Dashboard.Web.SessionPage;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Dashboard.Web.SessionList;

/// <summary>The list of sessions and its live stream.</summary>
internal static class SessionListEndpoints
{
    public static void MapSessionList(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", ShowAsync).ExcludeFromDescription();
        app.MapGet("/live", StreamAsync).ExcludeFromDescription();
    }

    private static async Task<RazorComponentResult> ShowAsync(
        HttpRequest request,
        ISessionReader reader,
        Verdicts verdicts,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var filter = ListFilter.Read(request.Query);
        var page = await reader.ListAsync(filter.ToQuery(), cancellationToken);
        var now = time.GetUtcNow();
        var rows = new List<ListRow>(page.Items.Count);
        foreach (var state in page.Items)
        {
            rows.Add(new ListRow(state, await verdicts.OfAsync(state, cancellationToken), now));
        }

        return new RazorComponentResult<ListPage>(
            new
            {
                Filter = filter,
                Rows = rows,
                Now = now,
                OlderUrl = page.Next is null ? null : (filter with { Cursor = page.Next }).Url(),
            }
        );
    }

    private static async Task StreamAsync(HttpContext http, LiveList list, LiveSessions sessions)
    {
        if (!await sessions.ReadyAsync(http.RequestAborted))
        {
            await EventStream.RefuseAsync(http);
            return;
        }

        var viewer = list.Join();
        try
        {
            EventStream.Start(http);
            await EventStream.FollowAsync(http, viewer);
        }
        finally
        {
            list.Leave(viewer);
        }
    }
}

using Dashboard.Web.Live;
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
        ListReading reading,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<ListPage>(
            new
            {
                List = await reading.ReadAsync(
                    ListFilter.Read(request.Query),
                    ReaderZone.Of(request),
                    cancellationToken
                ),
            }
        );

    private static async Task StreamAsync(
        HttpContext http,
        LiveList list,
        LiveSessions sessions,
        long after = 0
    )
    {
        if (!await sessions.ReadyAsync(http.RequestAborted))
        {
            await EventStream.RefuseAsync(http);
            return;
        }

        var viewer = list.Join(new StorePosition(after));
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

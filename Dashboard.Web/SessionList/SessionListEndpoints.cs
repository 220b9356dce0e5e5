using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.SessionList;

/// <summary>The list of sessions.</summary>
internal static class SessionListEndpoints
{
    public static void MapSessionList(this IEndpointRouteBuilder app) =>
        app.MapGet("/", ShowAsync).ExcludeFromDescription();

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
}

using System.Text.Json;
using Dashboard.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.SessionList;

/// <summary>The list of sessions.</summary>
internal static class SessionListEndpoints
{
    public static void MapSessionList(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", ShowAsync).ExcludeFromDescription();
        app.MapGet("/since", SinceAsync).ExcludeFromDescription();
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

    /// <summary>For the list's script, which knows when this browser last looked.</summary>
    private static async Task<IResult> SinceAsync(
        HttpRequest request,
        ListReading reading,
        CancellationToken cancellationToken
    )
    {
        var values = new QueryValues(request.Query);
        var since = values.Moment("at");
        if (since is null && values.Problem is null)
        {
            values.Refuse("at", "The moment to count from is missing.");
        }

        return values.Problem
            ?? TypedResults.Json(
                await reading.SinceAsync(since!.Value, cancellationToken),
                JsonSerializerOptions.Web
            );
    }
}

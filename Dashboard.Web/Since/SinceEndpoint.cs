using System.Text.Json;
using Dashboard.Web.Api;
using Dashboard.Web.Runners;
using Sessions;

namespace Dashboard.Web.Since;

/// <summary>For the list's script, which knows when this browser last looked.</summary>
internal static class SinceEndpoint
{
    /// <summary>Sessions, the newest, that are looked at.</summary>
    private const int Newest = 1_000;

    /// <summary>Overdue runners that are counted at most.</summary>
    private const int MostOverdue = 500;

    public static void MapSince(this IEndpointRouteBuilder app) =>
        app.MapGet("/since", ReadAsync).ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(
        HttpRequest request,
        SessionsByVerdict sessions,
        RunnerReading runners,
        CancellationToken cancellationToken
    )
    {
        var values = new QueryValues(request.Query);
        var since = values.Moment("at");
        if (since is null && values.Problem is null)
        {
            values.Refuse("at", "The moment to count from is missing.");
        }

        if (values.Problem is { } problem)
        {
            return problem;
        }

        var newest = await sessions.ReadAsync(
            new SessionQuery { Limit = Newest },
            WantedVerdicts.All,
            cancellationToken
        );
        var overdue = await runners.ListAsync(
            new RunnerQuery { Limit = MostOverdue },
            [RunnerState.Overdue],
            cancellationToken
        );
        return TypedResults.Json(
            SinceLook.Of(newest.Items, overdue.Items, since!.Value),
            JsonSerializerOptions.Web
        );
    }
}

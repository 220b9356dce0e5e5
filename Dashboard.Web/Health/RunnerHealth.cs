using System.ComponentModel;
using Dashboard.Web.Runners;
using Sessions;

namespace Dashboard.Web.Health;

/// <summary>A runner's health for monitors: whether it is overdue, otherwise the verdict of its newest session.</summary>
internal static class RunnerHealth
{
    public static void MapRunnerHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health/runners/{name}", CheckAsync)
            .WithName("CheckRunner")
            .WithTags("Health")
            .WithSummary(
                "503 while the runner is overdue or its newest session is not well or ended badly, 200 otherwise"
            )
            .Produces<SessionHealthAnswer>()
            .Produces<SessionHealthAnswer>(503)
            .ProducesProblem(404);

    private static async Task<IResult> CheckAsync(
        [Description("The runner's name, percent-encoded")] string name,
        RunnerReading reading,
        CancellationToken cancellationToken
    )
    {
        if (await reading.FindAsync(name, cancellationToken) is not { Status: var status })
        {
            return RunnerApi.UnknownRunner(name);
        }

        var isOverdue = status.State == RunnerState.Overdue;
        return TypedResults.Json(
            new SessionHealthAnswer(
                status.Latest.Id,
                isOverdue ? WireName.Of(status.State) : WireName.Of(status.LatestVerdict.Kind),
                isOverdue ? status.Sentence : status.LatestVerdict.Sentence
            ),
            statusCode: !isOverdue && status.LatestVerdict.IsHealthy
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable
        );
    }
}

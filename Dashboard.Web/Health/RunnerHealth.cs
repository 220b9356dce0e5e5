using Dashboard.Web.SessionPage;
using Sessions;

namespace Dashboard.Web.Health;

/// <summary>A runner's health for monitors: the verdict of its newest session.</summary>
internal static class RunnerHealth
{
    public static void MapRunnerHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health/runners/{name}", CheckAsync)
            .WithName("CheckRunner")
            .WithTags("Health")
            .WithSummary(
                "200 while the runner's newest session is well or ended in success, 503 otherwise"
            )
            .Produces<SessionHealthAnswer>()
            .Produces<SessionHealthAnswer>(503)
            .ProducesProblem(404);

    private static async Task<IResult> CheckAsync(
        string name,
        ISessionReader reader,
        Verdicts verdicts,
        CancellationToken cancellationToken
    )
    {
        var newest = await reader.ListAsync(
            new SessionQuery { RunnerName = name, Limit = 1 },
            cancellationToken
        );
        return newest.Items is [var session, ..]
            ? await SessionHealth.AnswerAsync(session, verdicts, cancellationToken)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: "No such runner.",
                detail: $"The store holds no session of a runner named '{name}'."
            );
    }
}

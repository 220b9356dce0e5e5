using System.ComponentModel;
using Dashboard.Web.Api;
using Sessions;

namespace Dashboard.Web.Runners;

/// <summary>Runners for programs.</summary>
internal static class RunnerApi
{
    public static void MapRunnerApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/runners").WithTags("Runners");
        api.MapGet("", ListAsync)
            .WithName("ListRunners")
            .WithSummary("Lists runners by name, each with its state and its newest sessions")
            .Produces<RunnerListing>()
            .ProducesValidationProblem();
        api.MapGet("/{name}", FindAsync)
            .WithName("GetRunner")
            .WithSummary("One runner with its state and its newest sessions")
            .Produces<RunnerItem>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        RunnerReading reading,
        CancellationToken cancellationToken,
        [Description("Only runners in one of these states; repeat or separate by commas")]
            string? state = null,
        [Description("Part of the runner's name")] string? q = null,
        [Description("1 to 500, 100 by default")] string? limit = null,
        [Description("The 'next' of the answer before")] string? cursor = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var wanted = values.Names<RunnerState>("state");
        var query = new RunnerQuery
        {
            Text = values.Text("q"),
            Limit = values.Number("limit", 100, 1, 500),
            Cursor = values.Text("cursor"),
        };
        if (values.Problem is { } problem)
        {
            return problem;
        }

        var page = await reading.ListAsync(query, wanted, cancellationToken);
        return new JsonResult(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var status in page.Items)
            {
                RunnerJson.Write(writer, status);
            }

            writer.WriteEndArray();
            if (page.Next is { } next)
            {
                writer.WriteString("next", next);
            }

            writer.WriteEndObject();
        });
    }

    private static async Task<IResult> FindAsync(
        [Description("The runner's name, percent-encoded")] string name,
        RunnerReading reading,
        CancellationToken cancellationToken
    ) =>
        await reading.FindAsync(name, cancellationToken) is { Status: var status }
            ? new JsonResult(writer => RunnerJson.Write(writer, status))
            : UnknownRunner(name);

    public static IResult UnknownRunner(string name) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status404NotFound,
            title: "No such runner.",
            detail: $"The store holds no session of a runner named '{name}'."
        );
}

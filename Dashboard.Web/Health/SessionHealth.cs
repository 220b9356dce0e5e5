using Dashboard.Web.Api;
using Dashboard.Web.Views;
using Sessions;

namespace Dashboard.Web.Health;

/// <summary>
/// A session's verdict for monitors: 200 while it is well, 503 otherwise. It is of this session alone; whether its runner
/// has recovered since is said in the sentence, and decides the health of the runner.
/// </summary>
internal static class SessionHealth
{
    public static void MapSessionHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health/sessions/{id}", CheckAsync)
            .WithName("CheckSession")
            .WithTags("Health")
            .WithSummary(
                "200 while the session is well or ended in success, 503 otherwise; the sentence says so when a later session of its runner succeeded"
            )
            .Produces<SessionHealthAnswer>()
            .Produces<SessionHealthAnswer>(503)
            .ProducesProblem(404);

    private static async Task<IResult> CheckAsync(
        string id,
        ISessionReader reader,
        Verdicts verdicts,
        Attention attention,
        CancellationToken cancellationToken
    )
    {
        return await reader.FindAsync(id, cancellationToken) is { } state
            ? await AnswerAsync(state, verdicts, attention, cancellationToken)
            : SessionApi.UnknownSession(id);
    }

    /// <summary>200 or 503 with the verdict's sentence.</summary>
    public static async Task<IResult> AnswerAsync(
        SessionState state,
        Verdicts verdicts,
        Attention attention,
        CancellationToken cancellationToken
    )
    {
        var verdict = await verdicts.OfAsync(state, cancellationToken);
        var isOvercome = await attention.IsOvercomeAsync(state, verdict, cancellationToken);
        return TypedResults.Json(
            new SessionHealthAnswer(
                state.Id,
                WireName.Of(verdict.Kind),
                isOvercome
                    ? $"{verdict.Sentence} A later session of this runner succeeded."
                    : verdict.Sentence
            ),
            statusCode: verdict.IsHealthy ? 200 : StatusCodes.Status503ServiceUnavailable
        );
    }
}

/// <summary>What a monitor is told.</summary>
internal sealed record SessionHealthAnswer(string SessionId, string Verdict, string Sentence);

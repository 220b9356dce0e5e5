using Dashboard.Web.Shell;
using Sessions;

namespace Dashboard.Web.Hardening;

/// <summary>A store that cannot be read is an answer, 503, not an error: a page for people, problem details for programs.</summary>
internal static class StoreAway
{
    public static void UseStoreAway(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (StoreUnavailableException e) when (!context.Response.HasStarted)
                {
                    var path = context.Request.Path;
                    IResult answer =
                        path.StartsWithSegments("/api") || path.StartsWithSegments("/health")
                            ? TypedResults.Problem(
                                statusCode: StatusCodes.Status503ServiceUnavailable,
                                title: "The store cannot be read now.",
                                detail: e.Message
                            )
                            : Notices.StoreAway(e.Message);
                    await answer.ExecuteAsync(context);
                }
            }
        );
}

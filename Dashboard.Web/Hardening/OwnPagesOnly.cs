using Dashboard.Web.Assistants;
using Dashboard.Web.Live;
using Dashboard.Web.Login;

namespace Dashboard.Web.Hardening;

/// <summary>
/// Refuses live connections, and calls of tools, that another site's page opens. Browsers send cookies with them and do
/// not ask first, as they do for other requests.
/// </summary>
internal static class OwnPagesOnly
{
    public static void UseOwnPagesOnly(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
                IsLive(http.Request.Path) && FormOrigin.IsForeign(http.Request)
                    ? TypedResults
                        .Problem(
                            statusCode: StatusCodes.Status403Forbidden,
                            title: "This address is not for pages of other sites.",
                            detail: "Programs that are not web pages send no Origin header."
                        )
                        .ExecuteAsync(http)
                    : next(http)
        );

    private static bool IsLive(PathString path) =>
        path.StartsWithSegments(LiveHub.Path)
        || path.StartsWithSegments(AssistantSetup.Path)
        || (
            path.StartsWithSegments("/api/sessions")
            && path.Value!.EndsWith("/stream", StringComparison.Ordinal)
        );
}

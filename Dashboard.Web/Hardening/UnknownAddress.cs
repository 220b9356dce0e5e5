using Dashboard.Web.Shell;

namespace Dashboard.Web.Hardening;

/// <summary>What has no route is said so: in a page to people, in problem details to programs.</summary>
internal static class UnknownAddress
{
    public static void UseUnknownAddress(this IApplicationBuilder app) =>
        app.UseStatusCodePages(context =>
        {
            var http = context.HttpContext;
            IResult? answer = http.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound when ProgramPaths.Has(http.Request.Path) =>
                    TypedResults.Problem(
                        statusCode: StatusCodes.Status404NotFound,
                        title: "There is nothing at this address.",
                        detail: "The API is described at /openapi/v1.json."
                    ),
                StatusCodes.Status404NotFound => Notices.UnknownPage(),
                StatusCodes.Status405MethodNotAllowed
                    when http.Request.Path.StartsWithSegments("/mcp") => TypedResults.Problem(
                    statusCode: StatusCodes.Status405MethodNotAllowed,
                    title: "This address is for assistants.",
                    detail: "They speak the Model Context Protocol, by POST."
                ),
                StatusCodes.Status405MethodNotAllowed => TypedResults.Problem(
                    statusCode: StatusCodes.Status405MethodNotAllowed,
                    title: "This address is read with GET.",
                    detail: "The dashboard changes nothing."
                ),
                _ => null,
            };
            return answer?.ExecuteAsync(http) ?? Task.CompletedTask;
        });
}

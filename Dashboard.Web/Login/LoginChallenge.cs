using Dashboard.Web.Shell;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web.Login;

/// <summary>The answer without a login: people are led to the login page, programs get 401.</summary>
internal static class LoginChallenge
{
    public static Task AnswerAsync(HttpContext http)
    {
        if (!IsVisit(http.Request))
        {
            return TellAsync(http, "Bearer", "This dashboard needs its token.");
        }

        // As it came over the wire: a session's id is not the same unescaped and escaped again.
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        http.Response.Redirect(
            $"{LoginEndpoints.LoginPath}{QueryString.Create("returnUrl", target)}"
        );
        return Task.CompletedTask;
    }

    public static Task WrongTokenAsync(HttpContext http) =>
        TellAsync(http, "Bearer error=\"invalid_token\"", "Wrong token.");

    public static Task TooManyAsync(HttpContext http, TimeSpan wait)
    {
        LoginRateLimiter.SayWhen(http, wait);
        return TypedResults
            .Problem(
                statusCode: StatusCodes.Status429TooManyRequests,
                title: "Too many wrong tokens from this address.",
                detail: "Try again after as many seconds as Retry-After says."
            )
            .ExecuteAsync(http);
    }

    private static Task TellAsync(HttpContext http, string challenge, string title)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return TypedResults
            .Problem(
                statusCode: StatusCodes.Status401Unauthorized,
                title: title,
                detail: "Send it as 'Authorization: Bearer <token>', or log in at /login with a browser."
            )
            .ExecuteAsync(http);
    }

    /// <summary>Whether somebody opens a page. A request of a script must not get the login page as its answer.</summary>
    private static bool IsVisit(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !ProgramPaths.Has(request.Path)
        && !request.Headers.ContainsKey("HX-Request")
        && !IsOfScript(request);

    private static bool IsOfScript(HttpRequest request) =>
        request.Headers.Accept.ToString() is var accept
        && (
            accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || accept.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        );
}

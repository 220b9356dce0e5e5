using System.Text;
using Dashboard.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Login;

/// <summary>Logging in and out: the only two forms there are, and all that they change is a cookie of who sends them.</summary>
internal static class LoginEndpoints
{
    public const string LoginPath = "/login";

    private const int MaxFormBytes = 16 * 1024;

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        open.MapGet(LoginPath, Ask);
        open.MapPost(LoginPath, LogInAsync)
            .RequireRateLimiting(LoginRateLimiter.Policy)
            .WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes))
            .AddEndpointFilter(FromHereAlone)
            .DisableAntiforgery();
        open.MapPost(LogOut.Path, LogOutAsync).AddEndpointFilter(FromHereAlone);
    }

    /// <summary>For the form; the middleware that counts has refused to look at it.</summary>
    public static RazorComponentResult TooMany(HttpContext http, TimeSpan wait)
    {
        LoginRateLimiter.SayWhen(http, wait);
        return Page(StatusCodes.Status429TooManyRequests, new { Wait = (TimeSpan?)wait });
    }

    private static IResult Ask(HttpContext http, string? returnUrl) =>
        http.User.Identity?.IsAuthenticated == true
            ? TypedResults.LocalRedirect(Local(returnUrl))
            : Page(StatusCodes.Status200OK, new { ReturnUrl = Local(returnUrl) });

    private static async Task<IResult> LogInAsync(
        HttpContext http,
        AccessToken asked,
        ILogger<AccessToken> logger,
        [FromForm(Name = "token")] string? given,
        [FromForm] string? returnUrl
    )
    {
        if (!asked.Is(given))
        {
            logger.LogWarning(
                "A wrong token was given at the login, from {Address}",
                http.Connection.RemoteIpAddress
            );
            http.Response.Headers.WWWAuthenticate = BearerHandler.SchemeName;
            return Page(
                StatusCodes.Status401Unauthorized,
                new { ReturnUrl = Local(returnUrl), IsWrong = true }
            );
        }

        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await http.SignInAsync(
            scheme,
            LoginPrincipal.Of(scheme),
            new AuthenticationProperties { IsPersistent = true }
        );
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    private static async Task<RedirectHttpResult> LogOutAsync(HttpContext http, EndedLogins ended)
    {
        ended.Add(http.User, LoginSetup.Life);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.LocalRedirect(LoginPath);
    }

    private static ValueTask<object?> FromHereAlone(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) =>
        FormOrigin.IsForeign(context.HttpContext.Request)
            ? ValueTask.FromResult<object?>(
                Notices.Of(
                    StatusCodes.Status403Forbidden,
                    new
                    {
                        Name = "foreign-form",
                        Title = "Request from another site",
                        Text = "The form was sent by a page of another site and was ignored.",
                        Sign = "⚠",
                        Tone = "warn",
                    }
                )
            )
            : next(context);

    private static string Local(string? url) =>
        RedirectHttpResult.IsLocalUrl(url) && Ascii.IsValid(url) ? url! : "/";

    private static RazorComponentResult Page(int statusCode, object parameters) =>
        new RazorComponentResult<LoginPage>(parameters) { StatusCode = statusCode };
}

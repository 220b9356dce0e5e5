using System.Security.Claims;

namespace Dashboard.Web.Login;

/// <summary>Somebody who knows the token. All of them may see everything.</summary>
internal static class LoginPrincipal
{
    /// <summary>Type of the claim that tells one login from another.</summary>
    public const string LoginId = "login";

    /// <param name="scheme">How the token was given.</param>
    public static ClaimsPrincipal Of(string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.Name, "reader"),
                    new Claim(LoginId, Guid.NewGuid().ToString("n")),
                ],
                scheme
            )
        );
}

using System.Security.Claims;

namespace Dashboard.Web.Login;

/// <summary>Who knows the token. There is one kind of reader, and all may see everything.</summary>
internal static class Reader
{
    /// <param name="scheme">How it was found out.</param>
    public static ClaimsPrincipal Principal(string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "reader")], scheme));
}

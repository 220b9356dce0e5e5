using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web.Delivery;

/// <summary>
/// Where a session stands among the paths. Every id that a runner can send has an address: escaped as any text in a
/// path, or, for the few that no path can hold, in base64url behind an <c>=</c>, which escaped text never begins with.
/// </summary>
internal static class SessionAddress
{
    private const char Mark = '=';

    private static readonly (string Route, string Parent)[] Parents =
    [
        ("id", "/sessions/"),
        ("name", "/runners/"),
    ];

    public static string Page(string id) => $"/sessions/{Segment(id)}";

    public static string Api(string id) => $"/api/sessions/{Segment(id)}";

    /// <summary>The id as one segment of a path.</summary>
    public static string Segment(string id) =>
        // Browsers and servers take dots for directories, and refuse paths with a NUL.
        id is "." or ".."
        || id.Contains('\0')
            ? Mark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))
            : Uri.EscapeDataString(id);

    /// <summary>A runner's page.</summary>
    public static string Runner(string name) => $"/runners/{Segment(name)}";

    /// <summary>
    /// Gives every route its <c>id</c>, or its runner's <c>name</c>, as it was sent. The framework unescapes all of a path but its slashes, so that
    /// its own value does not tell <c>a/b</c> from <c>a%2Fb</c>.
    /// </summary>
    public static void UseSessionAddresses(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                foreach (var (route, parent) in Parents)
                {
                    if (
                        http.Request.RouteValues.ContainsKey(route)
                        && Read(Target(http), parent) is { } value
                    )
                    {
                        http.Request.RouteValues[route] = value;
                    }
                }

                return next(http);
            }
        );

    /// <summary>The id in a request's target, as it came over the wire; null where there is none.</summary>
    internal static string? Read(string target, string parent = "/sessions/")
    {
        var from = target.IndexOf(parent, StringComparison.OrdinalIgnoreCase) + parent.Length;
        if (from < parent.Length)
        {
            return null;
        }

        var to = target.AsSpan(from).IndexOfAny('/', '?');
        var segment = to < 0 ? target[from..] : target.Substring(from, to);
        return segment.StartsWith(Mark) && Base64Url.IsValid(segment.AsSpan(1))
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(segment.AsSpan(1)))
            : Uri.UnescapeDataString(segment);
    }

    private static string Target(HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
}

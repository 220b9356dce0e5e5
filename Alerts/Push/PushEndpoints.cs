using System.Net;
using Alerts.Channels;
using Alerts.Outbox;

namespace Alerts.Push;

/// <summary>
/// The page on which a browser subscribes, and what it calls. Only this machine is answered (a proxy on it may ask for
/// a login), and only the page itself may change anything.
/// </summary>
internal static class PushEndpoints
{
    private const string Root = "/push";

    /// <summary>What a browser says of a subscription.</summary>
    private sealed record Given(string? Endpoint, GivenKeys? Keys);

    private sealed record GivenKeys(string? P256dh, string? Auth);

    public static void MapPush(this WebApplication app)
    {
        if (
            app
                .Services.GetRequiredService<IReadOnlyList<IChannel>>()
                .OfType<PushChannel>()
                .FirstOrDefault()
            is not { } channel
        )
        {
            return;
        }

        var outbox = app.Services.GetRequiredService<OutboxFile>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        var push = app.MapGroup(Root).AddEndpointFilter(OnlyHereAsync);
        push.MapGet(
            "/",
            (HttpContext http) =>
                http.Request.Path == $"{Root}/"
                    ? File("page.html", "text/html")
                    // What the page loads is beside it.
                    : Results.Redirect($"{Root}/")
        );
        push.MapGet("/page.js", () => File("page.js", "text/javascript"));
        push.MapGet("/worker.js", () => File("worker.js", "text/javascript"));
        push.MapGet("/key", () => Results.Json(new { public_key = channel.PublicKey }));
        push.MapPost(
            "/subscriptions",
            (Given given) =>
                Of(given, channel) is not { } subscriber
                    ? Results.BadRequest("endpoint, keys.p256dh and keys.auth are needed")
                : outbox.Subscribe(subscriber, time.GetUtcNow()) ? Results.Created()
                : Results.Conflict("too many browsers have subscribed")
        );
        push.MapDelete(
            "/subscriptions",
            ([Microsoft.AspNetCore.Mvc.FromBody] Given given) =>
            {
                outbox.Unsubscribe(given.Endpoint ?? "");
                return Results.NoContent();
            }
        );
    }

    private static Subscriber? Of(Given given, PushChannel channel) =>
        Uri.TryCreate(given.Endpoint, UriKind.Absolute, out var endpoint)
        && (endpoint.Scheme == "https" || endpoint.Scheme == "http" && channel.AllowsPrivateAddress)
        && given.Endpoint.Length <= 2048
        && PushKeys.IsPublic(given.Keys?.P256dh)
        && PushKeys.IsSecret(given.Keys?.Auth)
            ? new Subscriber(given.Endpoint, given.Keys!.P256dh!, given.Keys.Auth!)
            : null;

    private static async ValueTask<object?> OnlyHereAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var isHere = IPAddress.IsLoopback(http.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        var origin = http.Request.Headers.Origin.ToString();
        var isOwnPage =
            origin.Length == 0
            || Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority == http.Request.Host.Value;
        if (!isHere || !isOwnPage)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'";
        return await next(context);
    }

    private static IResult File(string name, string type) =>
        Results.Stream(
            typeof(PushEndpoints).Assembly.GetManifestResourceStream(name)!,
            $"{type}; charset=utf-8"
        );
}

using System.ComponentModel;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Sessions;

namespace Dashboard.Web.Streaming;

/// <summary>A session's events as they come, for programs.</summary>
internal static class StreamEndpoint
{
    public static void MapStream(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/sessions/{id}/stream", StreamAsync)
            .WithTags("Sessions")
            .WithName("StreamSession")
            .WithSummary(
                "Server-sent events: 'event' with an event, 'session' with the session whenever it changes; figures are at …/figures"
            )
            .Produces<string>(200, "text/event-stream")
            .ProducesProblem(404);

    private static async Task<IResult> StreamAsync(
        string id,
        HttpContext http,
        LiveSessions sessions,
        ISessionReader reader,
        LiveMetrics metrics,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        [Description(
            "The id of the last event seen; without it and without Last-Event-ID, from now on"
        )]
            string? after = null
    )
    {
        if (await reader.FindAsync(id, http.RequestAborted) is null)
        {
            return SessionApi.UnknownSession(id);
        }

        if (!await sessions.ReadyAsync(http.RequestAborted))
        {
            return Busy(http);
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            return Results.Empty;
        }

        var position = sessions.Position;
        using var subscription = sessions.Subscribe(id, withPanels: false);
        if (subscription is null)
        {
            return Busy(http);
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            lifetime.ApplicationStopping
        );
        await new EventStream(http, reader, metrics, time).WriteAsync(
            id,
            subscription,
            position,
            ends.Token
        );
        return Results.Empty;
    }

    private static IResult Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "The session cannot be streamed now.",
            detail: "Too many sessions are watched, or the store cannot be read. Try again after as many seconds as Retry-After says."
        );
    }
}

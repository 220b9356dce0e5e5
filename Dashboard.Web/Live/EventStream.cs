namespace Dashboard.Web.Live;

/// <summary>A response of server-sent events.</summary>
internal static class EventStream
{
    public static void Start(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        // Proxies that buffer would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Nothing can be streamed now; the page asks again, for a refused EventSource does not.</summary>
    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "2";
        return Task.CompletedTask;
    }

    public static async ValueTask SendAsync(HttpContext http, Message message)
    {
        await http.Response.BodyWriter.WriteAsync(message.Bytes, http.RequestAborted);
    }

    /// <summary>Sends what the viewer is offered until it goes or has been let go.</summary>
    public static async Task FollowAsync(HttpContext http, Viewer viewer)
    {
        try
        {
            // A first byte: the browser calls a stream open when something has come.
            await SendAsync(http, Message.KeepAlive);
            while (await viewer.Messages.WaitToReadAsync(http.RequestAborted))
            {
                while (viewer.Messages.TryRead(out var message))
                {
                    await SendAsync(http, message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone.
        }
    }
}

using System.Globalization;
using Sessions;

namespace Dashboard.Web.Live;

/// <summary>Writes one viewer's stream of a session: what stands, what was missed, then what happens.</summary>
internal static class SessionStream
{
    /// <param name="http">Its <c>Last-Event-ID</c>, or else its query's <c>after</c>, says what the viewer has seen.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="sessions">Where it is watched.</param>
    /// <param name="reader">Asked for what was missed, as far as that is not kept.</param>
    /// <param name="audience">Which of the session's audiences.</param>
    /// <param name="encode">Makes messages of missed events.</param>
    public static async Task WriteAsync(
        HttpContext http,
        string sessionId,
        LiveSessions sessions,
        ISessionReader reader,
        Func<LiveSession, Audience> audience,
        Func<IReadOnlyList<StoredEvent>, ValueTask<IReadOnlyList<Message>>> encode
    )
    {
        var aborted = http.RequestAborted;
        if (!await sessions.ReadyAsync(aborted) || sessions.Watch(sessionId) is not { } session)
        {
            await EventStream.RefuseAsync(http);
            return;
        }

        var now = sessions.Position;
        var audienceOfSession = audience(session);
        var seat = session.Join(audienceOfSession, Seen(http) ?? now, now);
        try
        {
            EventStream.Start(http);
            if (seat.Standing is { } standing)
            {
                await EventStream.SendAsync(http, standing);
            }

            if (seat.AskStoreUpTo is { } upTo)
            {
                var missed = await MissedEvents.ReadAsync(
                    reader,
                    sessionId,
                    Seen(http) ?? now,
                    upTo,
                    aborted
                );
                if (missed is null)
                {
                    await EventStream.SendAsync(http, Message.Resync);
                    return;
                }

                foreach (var message in await encode(missed))
                {
                    await EventStream.SendAsync(http, message);
                }
            }

            foreach (var message in seat.Missed)
            {
                await EventStream.SendAsync(http, message);
            }

            await EventStream.FollowAsync(http, seat.Viewer);
        }
        finally
        {
            audienceOfSession.Leave(seat.Viewer);
        }
    }

    private static StorePosition? Seen(HttpContext http)
    {
        var text = (string?)http.Request.Headers["Last-Event-ID"] ?? http.Request.Query["after"];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new StorePosition(seen)
            : null;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Sessions;

namespace Dashboard.Web.Streaming;

/// <summary>A session's events and its state as server-sent events, for programs.</summary>
internal sealed class EventStream(
    HttpContext http,
    ISessionReader reader,
    LiveMetrics metrics,
    TimeProvider time
)
{
    /// <summary>Events that are looked through for what a program missed; beyond, it is told to read the events again.</summary>
    public const int CatchUpLimit = 10_000;

    /// <summary>Events that a program is given of what it missed: as many as one answer of the events API has.</summary>
    public const int MissedLimit = 1_000;

    /// <summary>Of their messages and details together.</summary>
    public const int MissedCharacters = 2 * 1024 * 1024;

    private const int FlushAfter = 64 * 1024;

    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(15);

    /// <param name="sessionId">The session.</param>
    /// <param name="subscription">To the session.</param>
    /// <param name="position">What has been dispatched when the program subscribed.</param>
    /// <param name="cancellationToken">Ends the stream: the program has gone, or the dashboard stops.</param>
    public async Task WriteAsync(
        string sessionId,
        Subscription subscription,
        StorePosition position,
        CancellationToken cancellationToken
    )
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        // Proxies that buffer would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        using var viewer = metrics.Viewer("program");
        try
        {
            // A first byte: clients call a stream open when something has come.
            await CommentAsync(cancellationToken);
            var seen = Seen() ?? position;
            SessionSnapshot? snapshot = null;
            while (true)
            {
                snapshot = await NextAsync(subscription, snapshot, cancellationToken);
                seen = await WriteEventsAsync(sessionId, seen, snapshot.Events, cancellationToken);
                Write("session", null, JsonText.Of(snapshot.View));
                await http.Response.BodyWriter.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The program has gone, or is to come again.
        }
    }

    private async Task<SessionSnapshot> NextAsync(
        Subscription subscription,
        SessionSnapshot? seen,
        CancellationToken cancellationToken
    )
    {
        var next = subscription.NextAsync(seen, cancellationToken);
        while (!next.IsCompleted)
        {
            var quiet = Task.Delay(KeepAliveAfter, time, cancellationToken);
            if (await Task.WhenAny(next, quiet) == quiet)
            {
                await CommentAsync(cancellationToken);
            }
        }

        return await next;
    }

    private async Task<StorePosition> WriteEventsAsync(
        string sessionId,
        StorePosition seen,
        RecentEvents recent,
        CancellationToken cancellationToken
    )
    {
        if (recent.After(seen) is { } kept)
        {
            return await WriteAsync(kept, seen, cancellationToken);
        }

        var missed = await MissedAsync(sessionId, seen, recent.Floor, cancellationToken);
        if (missed is null)
        {
            metrics.Resync();
            Write("resync", recent.Newest, "");
            return recent.Newest;
        }

        await WriteAsync(missed, seen, cancellationToken);
        return await WriteAsync(recent.After(recent.Floor)!, recent.Floor, cancellationToken);
    }

    /// <summary>No faster than the program reads: what it has not read yet is not made ready either.</summary>
    private async Task<StorePosition> WriteAsync(
        IReadOnlyList<StoredEvent> events,
        StorePosition seen,
        CancellationToken cancellationToken
    )
    {
        foreach (var stored in events)
        {
            Write("event", stored.Position, JsonText.Of(stored.Event));
            seen = stored.Position;
            if (http.Response.BodyWriter.UnflushedBytes > FlushAfter)
            {
                await http.Response.BodyWriter.FlushAsync(cancellationToken);
            }
        }

        return seen;
    }

    /// <returns>Null when there is more than a program is given.</returns>
    private async Task<List<StoredEvent>?> MissedAsync(
        string sessionId,
        StorePosition after,
        StorePosition upTo,
        CancellationToken cancellationToken
    )
    {
        if (upTo.Value - after.Value > CatchUpLimit)
        {
            return null;
        }

        var missed = new List<StoredEvent>();
        var text = 0L;
        await foreach (var batch in reader.FollowAsync(after, cancellationToken))
        {
            var own = batch
                .Where(e => e.Event.SessionId == sessionId && e.Position.CompareTo(upTo) <= 0)
                .ToArray();
            missed.AddRange(own);
            text += EventText.LengthOf(own);
            if (missed.Count > MissedLimit || text > MissedCharacters)
            {
                return null;
            }

            if (batch.Count > 0 && batch[^1].Position.CompareTo(upTo) >= 0)
            {
                break;
            }
        }

        return missed;
    }

    private StorePosition? Seen()
    {
        var text = (string?)http.Request.Headers["Last-Event-ID"] ?? http.Request.Query["after"];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new StorePosition(seen)
            : null;
    }

    private async Task CommentAsync(CancellationToken cancellationToken)
    {
        http.Response.BodyWriter.Write(": \n\n"u8);
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private void Write(string name, StorePosition? position, string data)
    {
        if (position is { } p)
        {
            Line("id", p.Value.ToString(CultureInfo.InvariantCulture));
        }

        Line("event", name);
        Line("data", data);
        http.Response.BodyWriter.Write("\n"u8);
    }

    private void Line(string field, string value)
    {
        var body = http.Response.BodyWriter;
        Encoding.UTF8.GetBytes(field, body);
        body.Write(": "u8);
        Encoding.UTF8.GetBytes(value, body);
        body.Write("\n"u8);
    }
}

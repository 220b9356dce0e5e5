using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using Dashboard.Web.Delivery;
using Sessions;

namespace Dashboard.Web.Api;

/// <summary>Events of one session, as one JSON document or a line each.</summary>
internal static class EventsApi
{
    private const int ReadAtOnce = 200;

    public static async Task<IResult> ReadAsync(
        string id,
        HttpContext http,
        ISessionReader reader,
        CancellationToken cancellationToken,
        [Description("Only these types; repeat or separate by commas")] string? type = null,
        [Description("Only these phases; repeat or separate by commas")] string? phase = null,
        [Description("Only these levels; repeat or separate by commas")] string? level = null,
        [Description("At or after, event time, ISO 8601")] string? from = null,
        [Description("Before, event time, ISO 8601")] string? to = null,
        [Description("1 to 10000, 100 by default; fewer are returned when they are large")]
            string? limit = null,
        [Description("Only older than this cursor, newest first")] string? before = null,
        [Description("Only newer than this cursor, oldest first")] string? after = null
    )
    {
        var values = new QueryValues(http.Request.Query);
        var query = new EventQuery
        {
            SessionId = id,
            Types = values.Names<EventType>("type"),
            Phases = values.Texts("phase"),
            Levels = values.Names<EventLevel>("level"),
            From = values.Moment("from"),
            To = values.Moment("to"),
            Limit = values.Number("limit", 100, 1, 10_000),
            Before = values.Cursor("before"),
            After = values.Cursor("after"),
        };
        if (query is { Before: not null, After: not null })
        {
            values.Refuse("after", "Cannot be given together with 'before'.");
        }

        if (values.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.FindAsync(id, cancellationToken) is null)
        {
            return SessionApi.UnknownSession(id);
        }

        var page = await BoundedAsync(reader, query, cancellationToken);
        return WantsLines(http.Request) ? new EventLines(page) : Document(page);
    }

    /// <summary>As many events as were asked for, or fewer when they are large: <c>next</c> then says where to go on.</summary>
    private static async Task<Page<StoredEvent>> BoundedAsync(
        ISessionReader reader,
        EventQuery query,
        CancellationToken cancellationToken
    )
    {
        var (found, characters) = (new List<StoredEvent>(), 0L);
        var part = query;
        while (true)
        {
            var page = await reader.EventsAsync(
                part with
                {
                    Limit = Math.Min(query.Limit - found.Count, ReadAtOnce),
                },
                cancellationToken
            );
            found.AddRange(page.Items);
            characters += EventText.LengthOf(page.Items);
            if (page.Next is null || found.Count >= query.Limit || characters > EventText.Limit)
            {
                return new Page<StoredEvent>(found, page.Next);
            }

            part = query.After is not null
                ? query with
                {
                    After = page.Next,
                }
                : query with
                {
                    Before = page.Next,
                };
        }
    }

    private static JsonResult Document(Page<StoredEvent> page) =>
        new(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var stored in page.Items)
            {
                EventJson.Write(writer, stored.Event);
            }

            writer.WriteEndArray();
            SessionApi.WriteNext(writer, page.Next);
            writer.WriteEndObject();
        });

    private static bool WantsLines(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Any(accept =>
                accept.MediaType.Equals(Ndjson.ContentType, StringComparison.OrdinalIgnoreCase)
            );
}

/// <summary>One event a line; the cursor of the next page is in the header <c>Next-Cursor</c>.</summary>
internal sealed class EventLines(Page<StoredEvent> page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = Ndjson.ContentType;
        if (page.Next is { } next)
        {
            response.Headers["Next-Cursor"] = next;
        }

        using var writer = new Utf8JsonWriter(response.BodyWriter);
        foreach (var stored in page.Items)
        {
            EventJson.Write(writer, stored.Event);
            writer.Flush();
            writer.Reset();
            response.BodyWriter.Write("\n"u8);
            if (response.BodyWriter.UnflushedBytes > 64 * 1024)
            {
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }
    }
}

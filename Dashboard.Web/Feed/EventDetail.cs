using System.Text;
using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Feed;

/// <summary>All that is known of one event, attribute by attribute, under the API's names.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Event">The event.</param>
/// <param name="TraceUrl">Its trace in the Aspire dashboard; null where that is not configured or there is no trace.</param>
public sealed record EventDetail(SessionState Session, SessionEvent Event, string? TraceUrl)
{
    /// <summary>Names and values in order; nested ones joined by a dot.</summary>
    public IReadOnlyList<(string Name, string Value)> Attributes { get; } = Read(Event);

    /// <summary>The event that the cursor names, or null.</summary>
    public static async Task<SessionEvent?> FindAsync(
        ISessionReader reader,
        string sessionId,
        string cursor,
        CancellationToken cancellationToken
    )
    {
        if (!EventCursor.TryParse(cursor, out var at) || at.Id.Value == long.MinValue)
        {
            return null;
        }

        // A reader finds what is after a cursor: from the place just before, that is the event itself.
        var before = at with
        {
            Id = new Sessions.EventId(at.Id.Value - 1),
        };
        var page = await reader.EventsAsync(
            new EventQuery
            {
                SessionId = sessionId,
                After = before.ToString(),
                Limit = 1,
            },
            cancellationToken
        );
        return page.Items is [{ Event: var found }] && found.Id == at.Id ? found : null;
    }

    private static List<(string, string)> Read(SessionEvent e)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            EventJson.Write(writer, e);
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var attributes = new List<(string, string)>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                // Attributes in details have full names of their own.
                var prefix = property.Name == "details" ? "" : property.Name + ".";
                attributes.AddRange(
                    property
                        .Value.EnumerateObject()
                        .Select(inner => (prefix + inner.Name, inner.Value.ToString()))
                );
            }
            else
            {
                attributes.Add((property.Name, property.Value.ToString()));
            }
        }

        return attributes;
    }
}

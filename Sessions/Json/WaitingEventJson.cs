using System.Text.Json;

namespace Sessions;

/// <summary>A whole event as the JSON in which engines keep it while it waits for its trace's session.</summary>
public static class WaitingEventJson
{
    public static string Write(SessionEvent e) =>
        JsonSerializer.Serialize(e, EventColumnContext.Default.SessionEvent);

    public static SessionEvent Read(string json) =>
        JsonSerializer.Deserialize(json, EventColumnContext.Default.SessionEvent)
        ?? throw new JsonException("a waiting event must be an object");
}

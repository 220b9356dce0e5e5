using System.Text.Json;
using System.Text.Json.Serialization;
using Sessions;

namespace Alerts.Outbox;

/// <summary>What a person is told: what, why, since when, and where to look.</summary>
internal sealed record Message
{
    /// <summary>Of the incident; the same for its end as for its beginning.</summary>
    public required string IncidentId { get; init; }

    public required IncidentEvent Event { get; init; }

    public required IncidentKind Kind { get; init; }

    /// <summary>One line, for example <c>nightly-backup failed</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The reason and since when; several lines in a summary.</summary>
    public required string Text { get; init; }

    public string? Runner { get; init; }

    public string? SessionId { get; init; }

    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Page of the session or of the runner; null when the dashboard's address is not known.</summary>
    public string? Link { get; init; }

    /// <summary>The newest warnings and errors of the session, oldest first.</summary>
    public IReadOnlyList<string> LastEvents { get; init; } = [];

    [JsonIgnore]
    public bool IsGood =>
        Event is IncidentEvent.Resolved or IncidentEvent.Test || Kind == IncidentKind.Finished;

    public string ToJson() => JsonSerializer.Serialize(this, MessageJson.Default.Message);

    public static Message Parse(string json) =>
        JsonSerializer.Deserialize(json, MessageJson.Default.Message)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(Message))]
internal sealed partial class MessageJson : JsonSerializerContext;

/// <summary>A message on its way over one channel.</summary>
/// <param name="Id">Idempotency key: the same whenever it is sent again.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Message">What is sent.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
internal sealed record Delivery(
    string Id,
    string Channel,
    Message Message,
    DateTimeOffset CreatedAt,
    int Attempts
)
{
    /// <summary>Whether it waits for the end of the channel's quiet hours.</summary>
    public bool IsHeld { get; init; }
}

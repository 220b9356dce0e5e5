using System.Text.Json;
using Sessions;

namespace Dashboard.Web.Incidents;

/// <summary>An incident for programs. Absent rather than null; the shapes are described beneath, for the OpenAPI document.</summary>
internal static class IncidentJson
{
    public static void Write(Utf8JsonWriter writer, ToldIncident told)
    {
        var incident = told.Incident;
        writer.WriteStartObject();
        writer.WriteString("incident_id", incident.Id);
        writer.WriteString("kind", WireName.Of(incident.Kind));
        Text(writer, "runner_name", incident.Runner);
        Text(writer, "session_id", incident.SessionId);
        writer.WriteString("sentence", incident.Sentence);
        Moment(writer, "since", incident.Since);
        Moment(writer, "opened_at", incident.OpenedAt);
        Moment(writer, "resolved_at", incident.ResolvedAt);
        if (incident.Silence != IncidentSilence.None)
        {
            writer.WriteString("silence", WireName.Of(incident.Silence));
        }

        writer.WriteStartArray("messages");
        foreach (var message in told.Messages)
        {
            writer.WriteStartObject();
            writer.WriteString("channel", message.Channel);
            writer.WriteString("event", WireName.Of(message.Event));
            writer.WriteString("title", message.Title);
            writer.WriteString("state", WireName.Of(message.State));
            Moment(writer, "created_at", message.CreatedAt);
            Moment(writer, "delivered_at", message.DeliveredAt);
            writer.WriteNumber("failed_attempts", message.Attempts);
            Text(writer, "problem", message.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ChannelState channel)
    {
        writer.WriteStartObject();
        writer.WriteString("channel", channel.Channel);
        writer.WriteNumber("waiting", channel.Waiting);
        writer.WriteNumber("held", channel.Held);
        writer.WriteNumber("delivered", channel.Delivered);
        writer.WriteNumber("given_up", channel.GivenUp);
        Moment(writer, "last_delivery_at", channel.DeliveredAt);
        Text(writer, "problem", channel.Problem);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Moment(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            writer.WriteString(name, moment.UtcDateTime);
        }
    }
}

/// <summary>A page of incidents, and how the alerter's channels are doing.</summary>
internal sealed record IncidentListing(
    bool HasAlerter,
    IReadOnlyList<IncidentItem> Items,
    IReadOnlyList<ChannelItem> Channels,
    string? Next = null
);

/// <summary>Something that was the matter, from when it was noticed until it was over.</summary>
internal sealed record IncidentItem
{
    public required string IncidentId { get; init; }

    /// <summary>For example overdue, lost or failed: the worst that it has been.</summary>
    public required string Kind { get; init; }
    public string? RunnerName { get; init; }
    public string? SessionId { get; init; }
    public required string Sentence { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Absent while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why nobody is told: flapping or old; absent when whoever the rules name is told.</summary>
    public string? Silence { get; init; }

    /// <summary>Who was told, in order; none when no rule matches.</summary>
    public required IReadOnlyList<IncidentMessageItem> Messages { get; init; }
}

/// <summary>A message over one channel; its state is waiting, held, summarised, delivered or given_up.</summary>
internal sealed record IncidentMessageItem(
    string Channel,
    string Event,
    string Title,
    string State,
    DateTimeOffset CreatedAt,
    int FailedAttempts,
    DateTimeOffset? DeliveredAt = null,
    string? Problem = null
);

/// <summary>What became of the messages of a channel: those that wait, and those of the last 90 days.</summary>
internal sealed record ChannelItem(
    string Channel,
    long Waiting,
    long Held,
    long Delivered,
    long GivenUp,
    DateTimeOffset? LastDeliveryAt = null,
    string? Problem = null
);

using System.Text.Json.Serialization;

namespace Dashboard.Web.Telemetry;

/// <summary>The part of the collector's <c>/status</c> that a verdict needs; unknown fields are allowed.</summary>
internal sealed record CollectorStatus
{
    /// <summary>When the collector started, UTC.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Since when it receives and writes without a break, UTC.</summary>
    [JsonPropertyName("receiving_since")]
    public DateTimeOffset? ReceivingSince { get; init; }

    /// <summary>Whether it can write to the store.</summary>
    [JsonPropertyName("writing")]
    public bool Writing { get; init; } = true;
}

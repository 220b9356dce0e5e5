using System.Text.Json.Serialization;

namespace Dashboard.Web.Telemetry;

/// <summary>The part of the collector's <c>/status</c> that a verdict needs; unknown fields are allowed.</summary>
internal sealed record CollectorStatus
{
    /// <summary>Whether it can write to the store.</summary>
    [JsonPropertyName("writing")]
    public bool Writing { get; init; } = true;
}

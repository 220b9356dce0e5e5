using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions.Sqlite.Events;

/// <summary>What few events have, as one JSON object.</summary>
internal sealed record Extra(SessionHeader? Session, Retry? Retry, string? Details)
{
    public static string? Write(SessionEvent e) =>
        e is { Session: null, Retry: null, Details: null }
            ? null
            : JsonSerializer.Serialize(
                new Extra(e.Session, e.Retry, e.Details),
                ExtraContext.Default.Extra
            );

    public static Extra? Read(string json) =>
        JsonSerializer.Deserialize(json, ExtraContext.Default.Extra);
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(Extra))]
[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class ExtraContext : JsonSerializerContext;

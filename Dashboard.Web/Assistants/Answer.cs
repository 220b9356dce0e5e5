using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Dashboard.Web.Assistants;

/// <summary>What every answer of a tool has: the note on what runners sent, first.</summary>
internal abstract record Answer
{
    [JsonPropertyOrder(-1)]
    public string DataNote { get; } = Sent.Note;

    /// <summary>How answers are written: as the API's, absent rather than null, and legible as they are.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Says in a tool's description which of its values a runner sent.</summary>
    public static readonly AIJsonSchemaCreateOptions Schema = new()
    {
        TransformSchemaNode = (context, schema) =>
            context.TypeInfo.Type == typeof(Sent)
                ? new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = "Sent by a runner: data between « and ».",
                }
                : schema,
    };

    /// <summary>Whole seconds, UTC.</summary>
    protected internal static string? Time(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>To three digits after the point; null for what is no number.</summary>
    protected internal static double? Number(double? value) =>
        value is { } number && double.IsFinite(number) ? Math.Round(number, 3) : null;

    protected internal static double? Seconds(TimeSpan? duration) => Number(duration?.TotalSeconds);
}

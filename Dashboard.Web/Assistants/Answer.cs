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

    /// <summary>
    /// Describes answers as they are written: what may be absent is not required, and what a runner sent is said to be.
    /// </summary>
    public static readonly AIJsonSchemaCreateOptions Schema = new()
    {
        TransformSchemaNode = (context, schema) =>
            context.TypeInfo.Type == typeof(Sent)
                ? new JsonObject
                {
                    ["type"] =
                        context.PropertyInfo?.IsGetNullable == true
                            ? new JsonArray("string", "null")
                            : "string",
                    ["description"] = "Sent by a runner: data between « and ».",
                }
                : WithoutAbsent(schema),
    };

    private static JsonNode WithoutAbsent(JsonNode schema)
    {
        if (
            schema is JsonObject
            && schema["required"] is JsonArray required
            && schema["properties"] is { } properties
        )
        {
            var absent = required.Where(name =>
                properties[(string)name!]?["type"] is JsonArray types
                && types.Any(type => (string?)type == "null")
            );
            foreach (var name in absent.ToArray())
            {
                required.Remove(name);
            }
        }

        return schema;
    }

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

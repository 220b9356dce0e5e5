using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sessions;

/// <summary>The free attributes of an event as the text of one JSON object.</summary>
internal static class DetailsText
{
    /// <summary>As the collector and the readers of files write details: the same content is the same text.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The union of both objects in ordinal order of keys; a disputed key keeps the ordinally greater value.</summary>
    public static string? Merge(string? a, string? b)
    {
        if (a is null || b is null || a == b)
        {
            return a ?? b;
        }

        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in (string[])[a, b])
        {
            foreach (var (key, node) in JsonNode.Parse(text)!.AsObject())
            {
                var value = node?.ToJsonString(Json) ?? "null";
                merged[key] = merged.TryGetValue(key, out var other)
                    ? SessionEvent.Greater(value, other)!
                    : value;
            }
        }

        return Of(
            new JsonObject(
                merged.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value)))
            )
        );
    }

    public static string Of(JsonObject details) => details.ToJsonString(Json);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Web.Tests;

/// <summary>Holds JSON against the schemas of an OpenAPI document, as far as the document uses them.</summary>
internal sealed class OpenApiShape(JsonNode document)
{
    /// <returns>A line for each place where the two differ.</returns>
    public IEnumerable<string> Differences(JsonNode schema, JsonNode? value, string place = "$")
    {
        schema = Resolved(schema, value);
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (!Types(schema).Any(type => Fits(type, kind)))
        {
            return [$"{place} is {kind} and not {schema["type"]?.ToJsonString()}"];
        }

        return value switch
        {
            JsonObject map => Differences(schema, map, place),
            JsonArray list => list.SelectMany(
                (item, i) => Differences(schema["items"]!, item, $"{place}[{i}]")
            ),
            _ => [],
        };
    }

    private IEnumerable<string> Differences(JsonNode schema, JsonObject map, string place)
    {
        var described = schema["properties"]?.AsObject();
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!map.ContainsKey((string)required!))
            {
                yield return $"{place}.{required} is missing";
            }
        }

        if (described is null && schema["additionalProperties"] is null)
        {
            // A map of anything, as a runner's own details are.
            yield break;
        }

        foreach (var (name, value) in map)
        {
            if ((described?[name] ?? schema["additionalProperties"]) is not { } property)
            {
                yield return $"{place}.{name} is not described";
            }
            else if (property is JsonObject { Count: > 0 })
            {
                foreach (var difference in Differences(property, value, $"{place}.{name}"))
                {
                    yield return difference;
                }
            }
        }
    }

    /// <summary>Behind references, and of several choices the one that a value can be.</summary>
    private JsonNode Resolved(JsonNode schema, JsonNode? value)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return Resolved(
                reference.Split('/')[1..].Aggregate(document, (node, part) => node[part]!),
                value
            );
        }

        if ((schema["oneOf"] ?? schema["anyOf"])?.AsArray() is { } choices)
        {
            return Resolved(choices.First(choice => IsNull(choice!) == (value is null))!, value);
        }

        return schema;
    }

    private static bool IsNull(JsonNode schema) =>
        schema["type"] is JsonValue type && (string?)type == "null";

    private static IEnumerable<string> Types(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray several => several.Select(type => (string)type!),
            { } one => [(string)one!],
            null => ["anything"],
        };

    private static bool Fits(string type, JsonValueKind kind) =>
        type switch
        {
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "integer" or "number" => kind == JsonValueKind.Number,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "null" => kind == JsonValueKind.Null,
            _ => true,
        };
}

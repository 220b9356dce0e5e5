namespace Collector.Receive.Json;

/// <summary>How a JSON value becomes a protobuf one.</summary>
internal enum JsonKind
{
    Message,
    Text,

    /// <summary>Ids: hexadecimal in OTLP's JSON, unlike protobuf's own.</summary>
    Hex,
    Base64,
    Bool,

    /// <summary>int32, int64, uint32 and uint64.</summary>
    Varint,

    /// <summary>A number, as OTLP asks for, or the value's name, as protobuf's own JSON writes it.</summary>
    Enum,
    ZigZag,
    Fixed32,
    Fixed64,
    Double,
}

/// <summary>One field of a message.</summary>
/// <param name="Number">Its number in protobuf.</param>
/// <param name="Kind">Its type.</param>
/// <param name="IsRepeated">Whether JSON has an array there.</param>
/// <param name="Message">The fields of the nested message, asked for late because messages nest in themselves.</param>
/// <param name="Names">The names of an enum's values.</param>
internal sealed record JsonField(
    int Number,
    JsonKind Kind,
    bool IsRepeated = false,
    Func<JsonSchema>? Message = null,
    EnumNames? Names = null
);

/// <summary>The names of an enum's values, with or without their prefix, in any case.</summary>
/// <param name="prefix">What every name begins with.</param>
/// <param name="names">By value, from 0.</param>
internal sealed class EnumNames(string prefix, params string[] names)
{
    /// <returns>-1 for a name that is unknown.</returns>
    public int ValueOf(string name)
    {
        var bare = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? name[prefix.Length..]
            : name;
        return Array.FindIndex(
            names,
            known => known.Equals(bare, StringComparison.OrdinalIgnoreCase)
        );
    }
}

/// <summary>The fields of one message by their JSON names.</summary>
internal sealed class JsonSchema(Dictionary<string, JsonField> fields)
{
    /// <summary>By the name in JSON, or the field's name in protobuf, which parsers of its JSON accept as well.</summary>
    public JsonField? Find(string name) =>
        fields.GetValueOrDefault(name)
        ?? (name.Contains('_') ? fields.GetValueOrDefault(Camel(name)) : null);

    private static string Camel(string name) =>
        string.Concat(
            name.Split('_')
                .Select(
                    (word, i) =>
                        i == 0 || word.Length == 0
                            ? word
                            : char.ToUpperInvariant(word[0]) + word[1..]
                )
        );
}

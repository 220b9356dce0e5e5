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

    /// <summary>int32, int64, uint32, uint64 and enums.</summary>
    Varint,
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
internal sealed record JsonField(
    int Number,
    JsonKind Kind,
    bool IsRepeated = false,
    Func<JsonSchema>? Message = null
);

/// <summary>The fields of one message by their JSON names.</summary>
internal sealed class JsonSchema(Dictionary<string, JsonField> fields)
{
    public JsonField? Find(string name) => fields.GetValueOrDefault(name);
}

using static Collector.Receive.Json.JsonKind;

namespace Collector.Receive.Json;

/// <summary>JSON names of <c>opentelemetry.proto.common.v1</c> and <c>resource.v1</c>.</summary>
internal static class CommonSchemas
{
    private static readonly JsonSchema ArrayValue = new(
        new() { ["values"] = new(1, Message, true, () => AnyValue!) }
    );

    private static readonly JsonSchema KeyValueList = new(
        new() { ["values"] = new(1, Message, true, () => KeyValue!) }
    );

    public static readonly JsonSchema AnyValue = new(
        new()
        {
            ["stringValue"] = new(1, Text),
            ["boolValue"] = new(2, Bool),
            ["intValue"] = new(3, Varint),
            ["doubleValue"] = new(4, JsonKind.Double),
            ["arrayValue"] = new(5, Message, false, () => ArrayValue),
            ["kvlistValue"] = new(6, Message, false, () => KeyValueList),
            ["bytesValue"] = new(7, Base64),
        }
    );

    public static readonly JsonSchema KeyValue = new(
        new() { ["key"] = new(1, Text), ["value"] = new(2, Message, false, () => AnyValue) }
    );

    public static readonly JsonSchema Scope = new(
        new()
        {
            ["name"] = new(1, Text),
            ["version"] = new(2, Text),
            ["attributes"] = Attributes(3),
            ["droppedAttributesCount"] = new(4, Varint),
        }
    );

    private static readonly JsonSchema EntityRef = new(
        new()
        {
            ["schemaUrl"] = new(1, Text),
            ["type"] = new(2, Text),
            ["idKeys"] = new(3, Text, true),
            ["descriptionKeys"] = new(4, Text, true),
        }
    );

    public static readonly JsonSchema Resource = new(
        new()
        {
            ["attributes"] = Attributes(1),
            ["droppedAttributesCount"] = new(2, Varint),
            ["entityRefs"] = new(3, Message, true, () => EntityRef),
        }
    );

    public static JsonField Attributes(int number) => new(number, Message, true, () => KeyValue);

    /// <summary>
    /// A request: resources, in them scopes, in them items; the signals differ in names alone. Before 2022 a scope was
    /// an <c>instrumentationLibrary</c>.
    /// </summary>
    /// <param name="resources">Name of the list of resources.</param>
    /// <param name="signal">What the names of the lists of scopes end with.</param>
    /// <param name="items">Names of the list of items, the present one first.</param>
    /// <param name="item">The fields of an item.</param>
    public static JsonSchema Request(
        string resources,
        string signal,
        string[] items,
        JsonSchema item
    )
    {
        var scopeFields = new Dictionary<string, JsonField>
        {
            ["scope"] = new(1, Message, false, () => Scope),
            ["instrumentationLibrary"] = new(1, Message, false, () => Scope),
            ["schemaUrl"] = new(3, Text),
        };
        foreach (var name in items)
        {
            scopeFields[name] = new(2, Message, true, () => item);
        }

        var scope = new JsonSchema(scopeFields);
        var resource = new JsonSchema(
            new()
            {
                ["resource"] = new(1, Message, false, () => Resource),
                [$"scope{signal}"] = new(2, Message, true, () => scope),
                [$"instrumentationLibrary{signal}"] = new(2, Message, true, () => scope),
                ["schemaUrl"] = new(3, Text),
            }
        );
        return new(new() { [resources] = new(1, Message, true, () => resource) });
    }
}

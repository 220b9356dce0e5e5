using static Collector.Receive.Json.JsonKind;

namespace Collector.Receive.Json;

/// <summary>JSON names of <c>opentelemetry.proto.trace.v1</c>.</summary>
internal static class TraceSchemas
{
    private static readonly EnumNames Kinds = new(
        "SPAN_KIND_",
        "UNSPECIFIED",
        "INTERNAL",
        "SERVER",
        "CLIENT",
        "PRODUCER",
        "CONSUMER"
    );

    private static readonly EnumNames StatusCodes = new("STATUS_CODE_", "UNSET", "OK", "ERROR");

    private static readonly JsonSchema Event = new(
        new()
        {
            ["timeUnixNano"] = new(1, Fixed64),
            ["name"] = new(2, Text),
            ["attributes"] = CommonSchemas.Attributes(3),
            ["droppedAttributesCount"] = new(4, Varint),
        }
    );

    private static readonly JsonSchema Link = new(
        new()
        {
            ["traceId"] = new(1, Hex),
            ["spanId"] = new(2, Hex),
            ["traceState"] = new(3, Text),
            ["attributes"] = CommonSchemas.Attributes(4),
            ["droppedAttributesCount"] = new(5, Varint),
            ["flags"] = new(6, Fixed32),
        }
    );

    private static readonly JsonSchema Status = new(
        new() { ["message"] = new(2, Text), ["code"] = new(3, JsonKind.Enum, Names: StatusCodes) }
    );

    private static readonly JsonSchema Span = new(
        new()
        {
            ["traceId"] = new(1, Hex),
            ["spanId"] = new(2, Hex),
            ["traceState"] = new(3, Text),
            ["parentSpanId"] = new(4, Hex),
            ["name"] = new(5, Text),
            ["kind"] = new(6, JsonKind.Enum, Names: Kinds),
            ["startTimeUnixNano"] = new(7, Fixed64),
            ["endTimeUnixNano"] = new(8, Fixed64),
            ["attributes"] = CommonSchemas.Attributes(9),
            ["droppedAttributesCount"] = new(10, Varint),
            ["events"] = new(11, Message, true, () => Event),
            ["droppedEventsCount"] = new(12, Varint),
            ["links"] = new(13, Message, true, () => Link),
            ["droppedLinksCount"] = new(14, Varint),
            ["status"] = new(15, Message, false, () => Status),
            ["flags"] = new(16, Fixed32),
        }
    );

    public static readonly JsonSchema Request = CommonSchemas.Request(
        "resourceSpans",
        "Spans",
        ["spans"],
        Span
    );
}

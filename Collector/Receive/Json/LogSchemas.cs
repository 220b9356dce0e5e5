using static Collector.Receive.Json.JsonKind;

namespace Collector.Receive.Json;

/// <summary>JSON names of <c>opentelemetry.proto.logs.v1</c>.</summary>
internal static class LogSchemas
{
    private static readonly EnumNames Severities = new(
        "SEVERITY_NUMBER_",
        [
            "UNSPECIFIED",
            .. new[] { "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL" }.SelectMany(name =>
                new[] { name, $"{name}2", $"{name}3", $"{name}4" }
            ),
        ]
    );

    private static readonly JsonSchema LogRecord = new(
        new()
        {
            ["timeUnixNano"] = new(1, Fixed64),
            ["severityNumber"] = new(2, JsonKind.Enum, Names: Severities),
            ["severityText"] = new(3, Text),
            ["body"] = new(5, Message, false, () => CommonSchemas.AnyValue),
            ["attributes"] = CommonSchemas.Attributes(6),
            ["droppedAttributesCount"] = new(7, Varint),
            ["flags"] = new(8, Fixed32),
            ["traceId"] = new(9, Hex),
            ["spanId"] = new(10, Hex),
            ["observedTimeUnixNano"] = new(11, Fixed64),
            ["eventName"] = new(12, Text),
        }
    );

    public static readonly JsonSchema Request = CommonSchemas.Request(
        "resourceLogs",
        "Logs",
        ["logRecords", "logs"],
        LogRecord
    );
}

using static Collector.Receive.Json.JsonKind;

namespace Collector.Receive.Json;

/// <summary>JSON names of <c>opentelemetry.proto.metrics.v1</c>.</summary>
internal static class MetricSchemas
{
    private static readonly EnumNames Temporalities = new(
        "AGGREGATION_TEMPORALITY_",
        "UNSPECIFIED",
        "DELTA",
        "CUMULATIVE"
    );

    private static readonly JsonSchema Exemplar = new(
        new()
        {
            ["timeUnixNano"] = new(2, Fixed64),
            ["asDouble"] = new(3, JsonKind.Double),
            ["spanId"] = new(4, Hex),
            ["traceId"] = new(5, Hex),
            ["asInt"] = new(6, Fixed64),
            ["filteredAttributes"] = CommonSchemas.Attributes(7),
        }
    );

    private static readonly JsonSchema NumberDataPoint = new(
        new()
        {
            ["startTimeUnixNano"] = new(2, Fixed64),
            ["timeUnixNano"] = new(3, Fixed64),
            ["asDouble"] = new(4, JsonKind.Double),
            ["exemplars"] = new(5, Message, true, () => Exemplar),
            ["asInt"] = new(6, Fixed64),
            ["attributes"] = CommonSchemas.Attributes(7),
            ["flags"] = new(8, Varint),
        }
    );

    private static readonly JsonSchema HistogramDataPoint = new(
        new()
        {
            ["startTimeUnixNano"] = new(2, Fixed64),
            ["timeUnixNano"] = new(3, Fixed64),
            ["count"] = new(4, Fixed64),
            ["sum"] = new(5, JsonKind.Double),
            ["bucketCounts"] = new(6, Fixed64, true),
            ["explicitBounds"] = new(7, JsonKind.Double, true),
            ["exemplars"] = new(8, Message, true, () => Exemplar),
            ["attributes"] = CommonSchemas.Attributes(9),
            ["flags"] = new(10, Varint),
            ["min"] = new(11, JsonKind.Double),
            ["max"] = new(12, JsonKind.Double),
        }
    );

    private static readonly JsonSchema Buckets = new(
        new() { ["offset"] = new(1, ZigZag), ["bucketCounts"] = new(2, Varint, true) }
    );

    private static readonly JsonSchema ExponentialHistogramDataPoint = new(
        new()
        {
            ["attributes"] = CommonSchemas.Attributes(1),
            ["startTimeUnixNano"] = new(2, Fixed64),
            ["timeUnixNano"] = new(3, Fixed64),
            ["count"] = new(4, Fixed64),
            ["sum"] = new(5, JsonKind.Double),
            ["scale"] = new(6, ZigZag),
            ["zeroCount"] = new(7, Fixed64),
            ["positive"] = new(8, Message, false, () => Buckets),
            ["negative"] = new(9, Message, false, () => Buckets),
            ["flags"] = new(10, Varint),
            ["exemplars"] = new(11, Message, true, () => Exemplar),
            ["min"] = new(12, JsonKind.Double),
            ["max"] = new(13, JsonKind.Double),
            ["zeroThreshold"] = new(14, JsonKind.Double),
        }
    );

    private static readonly JsonSchema ValueAtQuantile = new(
        new() { ["quantile"] = new(1, JsonKind.Double), ["value"] = new(2, JsonKind.Double) }
    );

    private static readonly JsonSchema SummaryDataPoint = new(
        new()
        {
            ["startTimeUnixNano"] = new(2, Fixed64),
            ["timeUnixNano"] = new(3, Fixed64),
            ["count"] = new(4, Fixed64),
            ["sum"] = new(5, JsonKind.Double),
            ["quantileValues"] = new(6, Message, true, () => ValueAtQuantile),
            ["attributes"] = CommonSchemas.Attributes(7),
            ["flags"] = new(8, Varint),
        }
    );

    private static readonly JsonSchema Metric = new(
        new()
        {
            ["name"] = new(1, Text),
            ["description"] = new(2, Text),
            ["unit"] = new(3, Text),
            ["gauge"] = Data(5, NumberDataPoint),
            ["sum"] = Data(7, NumberDataPoint),
            ["histogram"] = Data(9, HistogramDataPoint),
            ["exponentialHistogram"] = Data(10, ExponentialHistogramDataPoint),
            ["summary"] = Data(11, SummaryDataPoint),
            ["metadata"] = CommonSchemas.Attributes(12),
        }
    );

    public static readonly JsonSchema Request = CommonSchemas.Request(
        "resourceMetrics",
        "Metrics",
        ["metrics"],
        Metric
    );

    private static JsonField Data(int number, JsonSchema point)
    {
        var data = new JsonSchema(
            new()
            {
                ["dataPoints"] = new(1, Message, true, () => point),
                ["aggregationTemporality"] = new(2, JsonKind.Enum, Names: Temporalities),
                ["isMonotonic"] = new(3, Bool),
            }
        );
        return new(number, Message, false, () => data);
    }
}

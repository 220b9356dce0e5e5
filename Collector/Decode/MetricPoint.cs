namespace Collector.Decode;

/// <summary>What the points of all kinds of metrics have in common, read in place.</summary>
internal readonly ref struct MetricPoint
{
    /// <summary>Since when it counts: nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Start { get; private init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; private init; }

    /// <summary>The value, or a distribution's sum.</summary>
    public double Value { get; private init; }

    /// <summary>How many values a distribution has; otherwise 0.</summary>
    public ulong Count { get; private init; }

    public double? Min { get; private init; }

    public double? Max { get; private init; }

    /// <summary>False for a point that only says that its series has ended.</summary>
    public bool HasRecordedValue { get; private init; }

    public AttributeList Attributes { get; private init; }

    public static MetricPoint Read(MetricKind kind, ReadOnlySpan<byte> message)
    {
        if (IsNumber(kind))
        {
            var number = NumberDataPointMessage.Read(message);
            return new()
            {
                Start = number.Start,
                Time = number.Time,
                Value = number.Value,
                HasRecordedValue = number.HasRecordedValue,
                Attributes = number.Attributes,
            };
        }

        var distribution = DistributionPointMessage.Read(kind, message);
        return new()
        {
            Start = distribution.Start,
            Time = distribution.Time,
            Value = distribution.Sum ?? 0,
            Count = distribution.Count,
            Min = distribution.Min,
            Max = distribution.Max,
            HasRecordedValue = distribution.HasRecordedValue,
            Attributes = distribution.Attributes,
        };
    }

    public static AttributeList AttributesOf(MetricKind kind, ReadOnlySpan<byte> message) =>
        IsNumber(kind)
            ? NumberDataPointMessage.Read(message).Attributes
            : DistributionPointMessage.Read(kind, message).Attributes;

    private static bool IsNumber(MetricKind kind) =>
        kind is MetricKind.Gauge or MetricKind.Sum or MetricKind.DeltaSum or MetricKind.None;
}

namespace Collector.Decode;

/// <summary>
/// A point of a histogram, an exponential histogram or a summary, read in place: what the three have in common. Buckets
/// and quantiles are passed over.
/// </summary>
internal readonly ref struct DistributionPointMessage
{
    private const uint StartField = 2 << 3 | WireTag.Fixed64;
    private const uint TimeField = 3 << 3 | WireTag.Fixed64;
    private const uint CountField = 4 << 3 | WireTag.Fixed64;
    private const uint SumField = 5 << 3 | WireTag.Fixed64;
    private const ulong NoRecordedValue = 1;

    private readonly ReadOnlySpan<byte> _message;
    private readonly uint _attributesField;

    private DistributionPointMessage(ReadOnlySpan<byte> message, uint attributesField)
    {
        _message = message;
        _attributesField = attributesField;
    }

    /// <summary>Since when it counts: nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Start { get; private init; }

    /// <summary>Nanoseconds since 1970; 0 is unknown.</summary>
    public ulong Time { get; private init; }

    public ulong Count { get; private init; }

    public double? Sum { get; private init; }

    public double? Min { get; private init; }

    public double? Max { get; private init; }

    /// <summary>False for a point that only says that its series has ended.</summary>
    public bool HasRecordedValue { get; private init; }

    public AttributeList Attributes => new(_message, _attributesField);

    public static DistributionPointMessage Read(MetricKind kind, ReadOnlySpan<byte> message)
    {
        // The fields that differ: attributes, flags, least and greatest value.
        var (attributes, flagsField, minField, maxField) = kind switch
        {
            MetricKind.Histogram or MetricKind.DeltaHistogram => (9u, 10u, 11u, 12u),
            MetricKind.Summary => (7u, 8u, 0u, 0u),
            _ => (1u, 10u, 12u, 13u),
        };
        ulong start = 0,
            time = 0,
            count = 0,
            flags = 0;
        double? sum = null,
            min = null,
            max = null;
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case StartField:
                    start = reader.Fixed64();
                    break;
                case TimeField:
                    time = reader.Fixed64();
                    break;
                case CountField:
                    count = reader.Fixed64();
                    break;
                case SumField:
                    sum = reader.Double();
                    break;
                case var tag when tag == (flagsField << 3 | WireTag.Varint):
                    flags = reader.Varint();
                    break;
                case var tag when tag == (minField << 3 | WireTag.Fixed64):
                    min = reader.Double();
                    break;
                case var tag when tag == (maxField << 3 | WireTag.Fixed64):
                    max = reader.Double();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(message, attributes << 3 | WireTag.Bytes)
        {
            Start = start,
            Time = time,
            Count = count,
            Sum = sum,
            Min = min,
            Max = max,
            HasRecordedValue = (flags & NoRecordedValue) == 0,
        };
    }
}
